/**
 * The place where we say what we need to know people by: passwords that are kept as hashes, and
 * tokens.
 */

/** `busy`: too many ask at once; nothing was looked at, ask again. */
export type Comparison = 'match' | 'mismatch' | 'busy';

export type Credentials = {
  /** 43 URL-safe characters, from 32 random bytes. */
  readonly token: () => string;
  /** What is to be kept of a password; null when too many ask at once. */
  readonly hash: (password: string) => Promise<string | null>;
  /**
   * Costs the same whether it matches or not, and whether there is anything to match: null is
   * nobody's hash, and never matches.
   */
  readonly verify: (password: string, hash: string | null) => Promise<Comparison>;
  /** Whether this hash was made to cost less, or otherwise, than one would be made to now. */
  readonly isOutdated: (hash: string) => boolean;
};
