/** The place where one SMTP session is opened, used and ended, and no event of it is missed. */
import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection';

import { failed, ok, type Result } from '../../lib/result.ts';
import type { SmtpServer } from '../../ports/mailer.ts';
import type { Outbound } from '../../ports/outbound.ts';
import { isAcceptance, type SmtpFault } from './classify.ts';
import type { SmtpLimits } from './smtp-limits.ts';
import { faultWords, type GreetedSocket, openSocket, tlsOptions } from './smtp-socket.ts';

export type WireMessage = { readonly from: string; readonly to: string; readonly bytes: Buffer };

export type SmtpConnection = {
  /** The server's acceptance, or what went wrong and how far the message had come by then. */
  readonly send: (message: WireMessage) => Promise<Result<string, SmtpFault>>;
  /** Forgets a refused transaction; false if the session is of no more use. */
  readonly reset: () => Promise<boolean>;
  /** Says goodbye and resolves when the socket is gone. */
  readonly quit: () => Promise<void>;
  readonly cut: () => void;
  readonly isAlive: () => boolean;
  /** Messages handed to it so far, whatever became of them. */
  readonly served: () => number;
  readonly onEnd: (listener: () => void) => void;
};

export type OpenOptions = {
  readonly limits: SmtpLimits;
  readonly heloName: string | null;
  readonly outbound: Outbound;
};

/** The parts of a session that its functions share. */
type Session = {
  readonly smtp: SMTPConnection;
  readonly limits: SmtpLimits;
  lastError: SMTPError | null;
  served: number;
};

export async function openConnection(
  server: SmtpServer,
  options: OpenOptions,
): Promise<Result<SmtpConnection, SmtpFault>> {
  const startedAt = performance.now();
  const opened = await openSocket(server, options);
  if (!opened.ok) return failed({ phase: 'connect', error: opened.failure });
  const smtp = new SMTPConnection(connectionOptions(server, options, opened.value));
  const session: Session = { smtp, limits: options.limits, lastError: null, served: 0 };
  // Without a listener an 'error' is thrown, and an idle session may fail at any time.
  smtp.on('error', (error: SMTPError) => {
    session.lastError = error;
  });
  const msLeft = Math.max(1, options.limits.setUpMsMax - (performance.now() - startedAt));
  const error = await setUp(session, server, msLeft);
  if (error === null) return ok(connectionOf(session));
  smtp.close();
  return failed({ phase: 'connect', error: quotingNoCertificate(error) });
}

/** An error of STARTTLS is the socket's own, and its text may quote what the other side showed. */
function quotingNoCertificate(error: SMTPError): SMTPError {
  const { originalCode, response } = error as SMTPError & { readonly originalCode?: string };
  if (originalCode === undefined || response !== undefined) return error;
  const message = faultWords(Object.assign(new Error(), { code: originalCode }));
  return Object.assign(new Error(message), { code: error.code });
}

function connectionOptions(
  server: SmtpServer,
  { limits, heloName }: OpenOptions,
  { socket, location }: GreetedSocket,
): SMTPConnection.Options {
  const isName = location.host !== location.addresses[0];
  return {
    // Open already: the library looks nothing up, and connects to nothing by itself.
    connection: socket,
    host: location.host,
    ...(isName ? { servername: location.host } : {}),
    port: server.port,
    secure: server.security === 'tls',
    secured: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: tlsOptions(location),
    connectionTimeout: limits.connectMsMax,
    greetingTimeout: limits.greetingMsMax,
    socketTimeout: limits.silenceMsMax,
    // Destroyed at once: a slot that is free again must not still be a session at the server.
    socketCloseTimeout: 0,
    maxResponseSize: limits.replyBytesMax,
    ...(heloName === null ? {} : { name: heloName }),
  };
}

function setUp(session: Session, server: SmtpServer, msMax: number): Promise<SMTPError | null> {
  const { smtp } = session;
  return settledOnce<SMTPError | null>(session, msMax, {
    broken: (error) => error,
    start(settle) {
      smtp.connect((error) => {
        if (error || server.auth === null) return settle(error ?? null);
        if (!smtp.allowsAuth) return settle(ourError('EAUTH', 'the server offers no log-in'));
        smtp.login({ user: server.auth.username, pass: server.auth.password }, (refusal) =>
          settle(refusal),
        );
      });
    },
  });
}

function connectionOf(session: Session): SmtpConnection {
  const { smtp, limits } = session;
  return {
    send(message) {
      session.served += 1;
      return send(session, message);
    },
    reset: () =>
      settledOnce<boolean>(session, limits.envelopeMsMax, {
        broken: () => false,
        start: (settle) => smtp.reset((error) => settle(error === null)),
      }),
    quit: () =>
      settledOnce<void>(session, limits.quitMsMax, {
        broken: () => smtp.close(),
        start: (settle) => (smtp.destroyed ? settle() : smtp.quit()),
      }),
    cut: () => smtp.close(),
    isAlive: () => !smtp.destroyed && smtp._socket !== null && isWritable(smtp._socket),
    served: () => session.served,
    onEnd: (listener) => smtp.once('end', listener),
  };
}

function isWritable(socket: SMTPConnection['_socket']): boolean {
  return socket !== false && socket !== null && socket.writable && !socket.destroyed;
}

function send(session: Session, message: WireMessage): Promise<Result<string, SmtpFault>> {
  const { smtp, limits } = session;
  let phase: 'envelope' | 'content' = 'envelope';
  const { from, to, bytes } = message;
  return settledOnce<Result<string, SmtpFault>>(session, limits.envelopeMsMax, {
    broken: (error) => failed({ phase, error }),
    start(settle, extend) {
      const content = readAtGoAhead(smtp, bytes, () => {
        phase = 'content';
        extend(limits.contentMsMax);
      });
      smtp.send({ from, to: [to], size: bytes.length }, content, (error, info) => {
        if (error !== null) settle(failed({ phase, error }));
        else if (isAcceptance(info.response) && info.messageSize >= bytes.length)
          settle(ok(info.response));
        else settle(failed({ phase, error: ourError('EPROTOCOL', info.response) }));
      });
    },
  });
}

/**
 * A stream, because it is read at the one moment we must not miss: when DATA got its answer. The
 * library lets a 2xx pass for a 354; we do not, for it may as well be a reply that came late.
 * Corked, the content and its final dot leave in one write (measured: 10 % of a message's cost).
 */
function readAtGoAhead(smtp: SMTPConnection, bytes: Buffer, begun: () => void): Readable {
  return new Readable({
    read() {
      if (!String(smtp.lastServerResponse).startsWith('354')) {
        this.destroy(ourError('EPROTOCOL', `not a go-ahead: ${smtp.lastServerResponse}`));
        return;
      }
      begun();
      const socket = smtp._socket;
      if (socket) {
        socket.cork();
        setImmediate(() => socket.uncork());
      }
      this.push(bytes);
      this.push(null);
    },
  });
}

type Step<T> = {
  readonly start: (settle: (value: T) => void, extend: (ms: number) => void) => void;
  readonly broken: (error: SMTPError) => T;
};

/**
 * One step of a session, settled exactly once: by its reply, by the end of the session, or by its
 * deadline, which ends the session. The library does not call back where it closes a socket that
 * it found destroyed, so its 'end' counts too, one turn later: a reply that came with the end
 * (421) is told first.
 */
function settledOnce<T>(session: Session, msMax: number, step: Step<T>): Promise<T> {
  const { smtp } = session;
  return new Promise((resolve) => {
    let settled = false;
    let timer = setTimeout(expire, msMax);
    const settle = (value: T): void => {
      settled = true;
      clearTimeout(timer);
      smtp.removeListener('end', ended);
      smtp.removeListener('error', ended);
      resolve(value);
    };
    function ended(): void {
      setImmediate(() =>
        settle(step.broken(session.lastError ?? ourError('ECONNECTION', 'the connection ended'))),
      );
    }
    function expire(): void {
      const value = step.broken(ourError('ETIMEDOUT', 'the server took too long to answer'));
      smtp.close();
      settle(value);
    }
    function extend(ms: number): void {
      clearTimeout(timer);
      if (!settled) timer = setTimeout(expire, ms);
    }
    smtp.once('end', ended);
    smtp.once('error', ended);
    step.start(settle, extend);
  });
}

function ourError(code: string, message: string): SMTPError {
  return Object.assign(new Error(message), { code });
}
