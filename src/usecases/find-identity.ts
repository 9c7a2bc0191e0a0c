/** The place where it is told who a token speaks for, and which accounts it could act in. */
import { listAccountsToChoose } from '../db/account-choice.ts';
import { listAccountsOfKey } from '../db/accounts.ts';
import { findPerson, listAccountsOfPerson } from '../db/people.ts';
import type { Account } from '../domain/account.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { grants, type Permission, type Right, type Role } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { type Caller, hasChosen } from './caller.ts';
import type { DbDep, PostDep } from './deps.ts';

/** Null for a key, which is no member. */
export type ReachedAccount = Account & { readonly role: Role | null };

export type Identity = {
  readonly kind: 'key' | 'session';
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly emailProvedAt: number | null;
  } | null;
  readonly sessionId: string | null;
  /** Null until one is chosen of `accounts`. */
  readonly accountId: string | null;
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
  readonly rights: readonly Right[];
  readonly accounts: readonly ReachedAccount[];
  /** Whether the operator's mailbox sends codes that prove an address. */
  readonly mailsCodes: boolean;
};

export function findIdentity(deps: DbDep & PostDep) {
  return async (caller: Caller): Promise<Result<Identity, never>> => {
    const { role, sessionId } = caller;
    return ok({
      kind: caller.keyId === null ? 'session' : 'key',
      person: caller.keyId === null ? await findPerson(deps.db, caller.userId) : null,
      sessionId,
      accountId: hasChosen(caller) ? caller.accountId : null,
      role,
      permissions: [...caller.permissions],
      rights: role === null ? [] : grants[role].rights,
      accounts: await accountsOf(deps, caller),
      mailsCodes: deps.post !== null,
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
  if (caller.sessionId !== null && !hasChosen(caller)) {
    return listAccountsToChoose(deps.db, caller.sessionId);
  }
  if (caller.keyId === null) return listAccountsOfPerson(deps.db, caller.userId);
  const accounts = caller.accounts ?? (await listAccountsOfKey(deps.db, caller.keyId));
  return accounts.map(({ id, name, createdAt }) => ({ id, name, createdAt, role: null }));
}
