/** The place where every wait and every size towards a mail server has its bound and its name. */

export type SmtpLimits = {
  readonly connectMsMax: number;
  readonly greetingMsMax: number;
  readonly setUpMsMax: number;
  readonly envelopeMsMax: number;
  readonly contentMsMax: number;
  readonly silenceMsMax: number;
  readonly quitMsMax: number;
  readonly idleMsMax: number;
  readonly waitMsMax: number;
  readonly patienceMsMax: number;
  readonly closeMsMax: number;
  readonly messagesPerConnectionMax: number;
  readonly replyBytesMax: number;
};

export const smtpLimits: SmtpLimits = {
  /** The look-up, TCP and, for `tls`, the handshake; for `starttls` the upgrade has as long. */
  connectMsMax: 60_000,
  greetingMsMax: 30_000,
  /** All of it, to the end of the log-in: a server that trickles cannot stretch it. */
  setUpMsMax: 90_000,
  /** RFC 5321, 4.5.3.2: five minutes for MAIL and for RCPT. Nothing has been sent by then. */
  envelopeMsMax: 300_000,
  /** Three minutes to write, and the ten a server may take after the dot (4.5.3.2.6). */
  contentMsMax: 780_000,
  silenceMsMax: 660_000,
  quitMsMax: 2_000,
  /** Shorter than servers keep an idle session, so that they rarely close it under us. */
  idleMsMax: 20_000,
  /** How long a hand-over waits for a connection before it is `unreachable`. */
  waitMsMax: 60_000,
  /** How long others may be served on warm connections before a cold server gets its turn. */
  patienceMsMax: 500,
  closeMsMax: 10_000,
  messagesPerConnectionMax: 100,
  replyBytesMax: 65_536,
};
