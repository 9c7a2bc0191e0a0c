/**
 * Opens the socket of one SMTP session: only to addresses that were judged. Nothing is sent, and
 * nothing of the other side is repeated, before it has greeted as a mail server does.
 */
import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { SMTPError } from 'nodemailer/lib/smtp-connection';

import { failed, ok, type Result } from '../../lib/result.ts';
import type { SmtpServer } from '../../ports/mailer.ts';
import type { HostLocation, Outbound } from '../../ports/outbound.ts';
import type { SmtpLimits } from './smtp-limits.ts';

export type GreetedSocket = { readonly socket: Socket; readonly location: HostLocation };

export type SocketOptions = { readonly limits: SmtpLimits; readonly outbound: Outbound };

/** What Node takes for a family that does not answer, where both were found (RFC 8305). */
const otherFamilyMs = 250;
const attemptMsMin = 10;

export async function openSocket(
  server: SmtpServer,
  { limits, outbound }: SocketOptions,
): Promise<Result<GreetedSocket, SMTPError>> {
  const startedAt = performance.now();
  const location = await outbound.locate(server.host);
  if (!location.ok) return failed(socketError('EOUTBOUND', location.failure.why));
  const msLeft = Math.max(1, limits.connectMsMax - (performance.now() - startedAt));
  const socket = beginConnecting(server, { location: location.value, msLeft });
  // For as long as it lives: an error that nobody listens for would end the process.
  socket.on('error', () => undefined);
  const error =
    (await untilConnected(socket, { server, msMax: msLeft })) ??
    (await untilGreeted(socket, limits));
  if (error === null) return ok({ socket, location: location.value });
  socket.destroy();
  return failed(error);
}

/** Only this machine is believed without a certificate that somebody vouches for. */
export function tlsOptions({ isLoopback }: HostLocation): ConnectionOptions {
  return { rejectUnauthorized: !isLoopback, minVersion: 'TLSv1.2' };
}

function beginConnecting(
  server: SmtpServer,
  { location, msLeft }: { readonly location: HostLocation; readonly msLeft: number },
): Socket {
  const { host, addresses } = location;
  const families = new Set(addresses.map(familyOf));
  const attemptMs = families.size > 1 ? otherFamilyMs : msLeft / addresses.length;
  const target = {
    host,
    port: server.port,
    // An address as the host is connected to as it is; a name finds what was judged.
    lookup: lookupOf(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(attemptMsMin, Math.floor(attemptMs)),
  };
  if (server.security !== 'tls') return connectTcp(target);
  const isName = host !== addresses[0];
  const identity = isName ? { servername: host } : {};
  return connectTls({ ...target, ...tlsOptions(location), ...identity });
}

function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: familyOf(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    setImmediate(() => {
      if (options.all === true || first === undefined) callback(null, all);
      else callback(null, first.address, first.family);
    });
  };
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

type Connecting = { readonly server: SmtpServer; readonly msMax: number };

function untilConnected(socket: Socket, { server, msMax }: Connecting): Promise<SMTPError | null> {
  const isTls = server.security === 'tls';
  return settledBySocket(socket, msMax, (settle) => {
    let isConnected = false;
    socket.once('connect', () => {
      isConnected = true;
    });
    socket.once(isTls ? 'secureConnect' : 'connect', () => settle(null));
    return {
      late: () => socketError(isConnected ? 'ETLS' : 'ETIMEDOUT', 'it took too long'),
      broken: (error) => {
        const code = isTls && isConnected ? 'ETLS' : 'ESOCKET';
        return socketError(code, error === null ? 'the connection ended' : faultWords(error));
      },
    };
  });
}

const notGreeted = (): SMTPError =>
  socketError('EGREETING', 'The server did not greet as a mail server does');

/**
 * Reads until the end of the first line and puts all of it back for the session. Whatever is no
 * 220 (RFC 5321, 4.2) is not repeated, not even a refusal: behind the port may be anything.
 */
function untilGreeted(socket: Socket, limits: SmtpLimits): Promise<SMTPError | null> {
  return settledBySocket(socket, limits.greetingMsMax, (settle) => {
    let seen = Buffer.alloc(0);
    const read = (): void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      seen = Buffer.concat([seen, chunk]);
      const isWhole = seen.includes('\n');
      if (!isWhole && seen.length <= limits.replyBytesMax) return;
      socket.removeListener('readable', read);
      if (isWhole && /^220(?:[ -]|\r?\n)/.test(seen.subarray(0, 5).toString('latin1'))) {
        socket.unshift(seen);
        settle(null);
      } else {
        settle(notGreeted());
      }
    };
    socket.on('readable', read);
    return { late: notGreeted, broken: notGreeted };
  });
}

type Waiting = {
  readonly late: () => SMTPError;
  readonly broken: (error: Error | null) => SMTPError;
};

/** Settles once: by what is waited for, by the end of the socket, or by the deadline. */
function settledBySocket(
  socket: Socket,
  msMax: number,
  wait: (settle: (error: SMTPError | null) => void) => Waiting,
): Promise<SMTPError | null> {
  return new Promise((resolve) => {
    const settle = (error: SMTPError | null): void => {
      clearTimeout(timer);
      socket.removeListener('error', onError);
      socket.removeListener('end', onEnd);
      socket.removeListener('close', onEnd);
      resolve(error);
    };
    const waiting = wait(settle);
    const onError = (error: Error): void => settle(waiting.broken(error));
    const onEnd = (): void => settle(waiting.broken(null));
    const timer = setTimeout(() => settle(waiting.late()), msMax);
    socket.once('error', onError);
    socket.once('end', onEnd);
    socket.once('close', onEnd);
    if (socket.destroyed) onEnd();
  });
}

const certificateFaults: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed: nobody vouches for it',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by somebody whom this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT:
    'its certificate is signed by somebody whom this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is signed by somebody whom this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate comes without the certificate that vouches for it',
};

/**
 * In words of our own, or as a bare code: the text of an error may quote a certificate, which is
 * something that the other side said.
 */
export function faultWords(error: Error & { readonly code?: unknown }): string {
  const code = typeof error.code === 'string' ? error.code : 'no code';
  return certificateFaults[code] ?? `the connection failed (${code})`;
}

function socketError(code: string, message: string): SMTPError {
  return Object.assign(new Error(message), { code });
}
