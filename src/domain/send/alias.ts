/** The place where it is said what an alias is: an address we send from, and its servers. */
import type { Instant } from '../schedule/instant.ts';

/** What may be shown of a server: everything but the password. */
export type ShownServer = {
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
  readonly auth: {
    readonly type: 'password';
    readonly username: string;
    readonly hasPassword: true;
  } | null;
};

export type Alias = {
  readonly id: string;
  readonly accountId: string;
  readonly address: string;
  readonly displayName: string;
  readonly provider: 'smtp' | 'sandbox';
  /** A sandbox keeps what it was given and uses none of it. */
  readonly smtp: ShownServer | null;
  readonly imap: ShownServer | null;
  readonly dailyCap: number;
  readonly minGapSeconds: number;
  readonly replyTo: string | null;
  readonly signature: string | null;
  readonly version: number;
  readonly verifiedAt: Instant | null;
  readonly pausedAt: Instant | null;
  readonly pausedReason: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

// What is no address, such as 127.999.0.1, would be looked up as a name, and may lead anywhere.
const octet = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const loopbackV4 = new RegExp(`^127(?:\\.${octet}){3}$`);

/**
 * By its spelling, without asking a name server: what that says may change a second later. A
 * connection to `localhost` is refused where that name leads anywhere but to this machine.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '::1' || loopbackV4.test(name);
}

type Servers = Pick<Alias, 'provider'> & {
  readonly smtp: { readonly host: string } | null;
  readonly imap: { readonly host: string } | null;
};

/** Nothing that leaves through it can reach a stranger: a sandbox, or servers on this machine. */
export function isHarmless({ provider, smtp, imap }: Servers): boolean {
  if (provider === 'sandbox') return true;
  return smtp !== null && isLoopback(smtp.host) && (imap === null || isLoopback(imap.host));
}
