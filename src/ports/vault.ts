/**
 * Says what we need of a keeper of secrets: sealed on the way in, opened only to be used, and in
 * the row that a secret was sealed for.
 */

/** The place of a value in the database. Copied into another one, it does not open. */
export type SealContext = {
  readonly table: string;
  readonly column: string;
  readonly accountId: string;
  /** The rest of the row's primary key. */
  readonly rowId: string;
};

export type Vault = {
  /** AES-256-GCM with the id of the key; the same text is never sealed to the same bytes twice. */
  readonly seal: (text: string, context: SealContext) => Buffer;
  /**
   * Throws when the bytes were changed or sealed for another row, and when the key is not the one
   * that sealed them.
   */
  readonly open: (sealed: Buffer, context: SealContext) => string;
};

export type Resealed =
  /** The current key has sealed it, for this row. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'anew'; readonly sealed: Buffer }
  /** No key that is here opens it in this row. */
  | { readonly kind: 'closed'; readonly isBound: boolean };

/** Seals with the current key what another key, or no row, was bound to. */
export type Resealer = {
  readonly reseal: (sealed: Buffer, context: SealContext) => Resealed;
};
