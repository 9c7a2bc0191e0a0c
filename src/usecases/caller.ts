/** The place where it is said who is asking, and on whose behalf. */
import type { Account } from '../domain/account.ts';
import type { Permission, Role } from '../domain/permission.ts';

/**
 * Where a session acts that has chosen no account: no account has this id, so that whatever looks
 * there by mistake finds nothing.
 */
export const noAccountId = '00000000-0000-0000-0000-000000000000';

export function hasChosen({ accountId }: Pick<Caller, 'accountId'>): boolean {
  return accountId !== noAccountId;
}

/** Every use case acts within `accountId`: a thing of another account does not exist for it. */
export type Caller = {
  /** `noAccountId` for a session that has chosen none yet. */
  readonly accountId: string;
  /** A person's id, or `key:<id>`: what is written beside everything that was done. */
  readonly actor: string;
  /** The person who signed in, or who made the key. */
  readonly userId: string;
  readonly keyId: string | null;
  /** Null for a key: it is never signed in. */
  readonly sessionId: string | null;
  /** What the person is in this account; null for a key, and where none is chosen. */
  readonly role: Role | null;
  /** Null where nobody asked over HTTP. */
  readonly requestId: string | null;
  readonly permissions: ReadonlySet<Permission>;
  /** What a key reaches, its home first, where the route asked for it; else null. */
  readonly accounts: readonly Account[] | null;
};
