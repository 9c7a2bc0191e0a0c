/**
 * The place where we say what we need of a keeper of secrets: sealed on the way in, opened only
 * to be used.
 */

export type Vault = {
  /** AES-256-GCM with the id of the key; the same text is never sealed to the same bytes twice. */
  readonly seal: (text: string) => Buffer;
  /** Throws when the bytes were changed or the key is not the one that sealed them. */
  readonly open: (sealed: Buffer) => string;
};
