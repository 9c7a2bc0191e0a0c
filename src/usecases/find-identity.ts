/** The place where it is told who a token speaks for, and which accounts it could act in. */
import { listAccountsOfKey } from '../db/accounts.ts';
import { findPerson, listAccountsOfPerson } from '../db/people.ts';
import type { Account } from '../domain/account.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { grants, type Permission, type Right, type Role } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

/** Null for a key, which is no member. */
export type ReachedAccount = Account & { readonly role: Role | null };

export type Identity = {
  readonly kind: 'key' | 'session';
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
  } | null;
  readonly sessionId: string | null;
  readonly accountId: string;
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
  readonly rights: readonly Right[];
  readonly accounts: readonly ReachedAccount[];
};

export function findIdentity(deps: DbDep) {
  return async (caller: Caller): Promise<Result<Identity, never>> => {
    const { accountId, role, sessionId } = caller;
    return ok({
      kind: caller.keyId === null ? 'session' : 'key',
      person: caller.keyId === null ? await findPerson(deps.db, caller.userId) : null,
      sessionId,
      accountId,
      role,
      permissions: [...caller.permissions],
      rights: role === null ? [] : grants[role].rights,
      accounts: await accountsOf(deps, caller),
    });
  };
}

export function listReachedAccounts(deps: DbDep) {
  return async (caller: Caller): Promise<Result<readonly ReachedAccount[], never>> =>
    ok(await accountsOf(deps, caller));
}

/** Looked for in the whole list: what is another's costs the same time as what is not there. */
export function findReachedAccount(deps: DbDep) {
  return async (
    caller: Caller,
    { accountId }: { readonly accountId: string },
  ): Promise<Result<ReachedAccount, Failure>> => {
    const account = (await accountsOf(deps, caller)).find(({ id }) => id === accountId);
    return account === undefined ? failed(notFound('account')) : ok(account);
  };
}

async function accountsOf(deps: DbDep, caller: Caller): Promise<readonly ReachedAccount[]> {
  if (caller.keyId === null) return listAccountsOfPerson(deps.db, caller.userId);
  const accounts = caller.accounts ?? (await listAccountsOfKey(deps.db, caller.keyId));
  return accounts.map(({ id, name, createdAt }) => ({ id, name, createdAt, role: null }));
}
