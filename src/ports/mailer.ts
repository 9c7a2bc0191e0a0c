/**
 * The place where we say what we need of a mail server: a connection, one hand-over on it, and an
 * answer that says only what is certain.
 */

export type Mailbox = {
  readonly aliasId: string;
  readonly provider: 'smtp' | 'sandbox';
  readonly smtp: SmtpServer | null;
};

export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
  readonly auth: { readonly username: string; readonly password: string } | null;
};

/** Ready-made bytes: the mailer adds nothing to them. */
export type Envelope = {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
};

/**
 * `refused` and `unreachable` are certain: the message has not gone out. Everything that is
 * neither that nor an acceptance is `unknown`, for SMTP cannot tell (RFC 1047).
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly response: string }
  | {
      readonly outcome: 'refused';
      readonly permanent: boolean;
      /** The address itself was refused (5xx at RCPT): the lead bounced. */
      readonly recipient: boolean;
      readonly response: string;
    }
  | { readonly outcome: 'unreachable'; readonly response: string }
  | { readonly outcome: 'unknown'; readonly response: string };

export type Verified = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** A connection, signed in, and held for one message. */
export type Line =
  | {
      readonly open: true;
      /** At most once. Never throws: whatever goes wrong is one of the answers. */
      readonly handOver: (envelope: Envelope) => Promise<HandOver>;
      /** Once, and always: nobody else has the connection before. */
      readonly release: () => void;
    }
  | { readonly open: false; readonly response: string };

export type Mailer = {
  /**
   * Before a send is called on the wire, so that what is on the wire at one instant has connections
   * to be on. Never throws: a server that cannot be reached is a line that is not open.
   */
  readonly open: (mailbox: Mailbox) => Promise<Line>;
  readonly verify: (mailbox: Mailbox) => Promise<Verified>;
  readonly close: () => Promise<void>;
};
