/**
 * The place where we say what we need to know people by: passwords that are kept as hashes, and
 * tokens.
 */

/** `busy`: too many ask at once; nothing was looked at, ask again. */
export type Comparison = 'match' | 'mismatch' | 'busy';

export type Against = {
  /** Of everybody whom the password may belong to; none is nobody's, and never matches. */
  readonly hashes: readonly string[];
  /** Whoever shares a turn is looked at one by one, with a rest after each; null: at once. */
  readonly turn: string | null;
};

export type Credentials = {
  /** 43 URL-safe characters, from 32 random bytes. */
  readonly token: () => string;
  /** So many characters of the alphabet, each drawn by itself. */
  readonly code: (shape: { readonly alphabet: string; readonly length: number }) => string;
  /**
   * What is to be kept of a password; null when too many ask at once. With the salt of another
   * hash, both are compared with one password at the cost of one.
   */
  readonly hash: (password: string, saltOf?: string | null) => Promise<string | null>;
  /**
   * Costs the same whether it matches or not, and whether there is anything to match: null is
   * nobody's hash, and never matches.
   */
  readonly verify: (password: string, hash: string | null) => Promise<Comparison>;
  /** Those that match. Costs the same for none and for any number that share a salt. */
  readonly verifyAny: (password: string, against: Against) => Promise<readonly string[] | 'busy'>;
  /** Whether this hash was made to cost less, or otherwise, than one would be made to now. */
  readonly isOutdated: (hash: string) => boolean;
};
