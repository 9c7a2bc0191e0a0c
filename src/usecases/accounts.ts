/** The place where an account is made beside the ones there are, and given another name. */
import { findAccount, insertAccount, insertMembership, lockAccount } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import {
  accountsOfPersonMax,
  listAccountsOfPerson,
  lockPerson,
  markAccountName,
} from '../db/people.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { isProved } from '../domain/people/proof.ts';
import type { Precondition } from '../domain/tags.ts';
import { accountNameTag, preconditionFailure } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { notProved } from './accept-invitation.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import type { ReachedAccount } from './find-identity.ts';
import { writeAudit } from './write-audit.ts';

export type CreateAccountInput = { readonly name: string };

/**
 * Whoever makes it owns it; whoever has not proved their address stays in the account they have. On
 * both trails: it is an act in the account they acted in.
 */
export function createAccount(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    { name }: CreateAccountInput,
  ): Promise<Result<ReachedAccount, Failure>> => {
    const now = await deps.clock.read();
    const personId = caller.userId;
    const account = { id: deps.chance.uuid(now.engine), name, createdAt: now.engine };
    return inTransaction(deps.db, async (tx) => {
      // One at a time for each person, or the count would be none.
      const person = await lockPerson(tx, personId);
      if (person === null || !isProved(person)) return failed(notProved);
      const own = await listAccountsOfPerson(tx, personId);
      if (own.length >= accountsOfPersonMax) return failed(tooMany);
      await insertAccount(tx, account);
      const { id: accountId, createdAt } = account;
      await insertMembership(tx, { accountId, personId, role: 'owner', createdAt });
      for (const side of [caller, { ...caller, accountId }]) {
        await writeAudit(tx, side, {
          chance: deps.chance,
          now,
          action: 'account.create',
          kind: 'account',
          id: accountId,
          before: null,
          after: account,
        });
      }
      return ok({ ...account, role: 'owner' as const });
    });
  };
}

const tooMany: Failure = {
  code: 'LIMIT_REACHED',
  message: `A person has at most ${accountsOfPersonMax} accounts; leave some first.`,
};

export type RenameAccountInput = {
  readonly accountId: string;
  readonly name: string;
  readonly precondition?: Precondition;
};

/** The one the caller acts in: their role in others is not looked at. */
export function renameAccount(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    { accountId, name, precondition = null }: RenameAccountInput,
  ): Promise<Result<ReachedAccount, Failure>> => {
    if (accountId !== caller.accountId) return failed(notFound('account'));
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      await lockAccount(tx, accountId);
      const account = await findAccount(tx, accountId);
      const stale = preconditionFailure(precondition, accountNameTag(account));
      if (stale !== null) return failed(stale);
      const renamed = { ...account, name };
      if (account.name !== name) {
        await markAccountName(tx, accountId, name);
        await writeAudit(tx, caller, {
          chance: deps.chance,
          now,
          action: 'account.rename',
          kind: 'account',
          id: accountId,
          before: account,
          after: renamed,
        });
      }
      return ok({ ...renamed, role: caller.role });
    });
  };
}
