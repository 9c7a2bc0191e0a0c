/** The place where an empty database gets its first account, its owner and their key. */
import { insertAccount, insertMembership, insertPerson } from '../db/accounts.ts';
import { type Db, inTransaction } from '../db/database.ts';
import { hasAnyKey, insertKey, insertKeyReach, lockBootstrap } from '../db/keys.ts';
import { findFirstOwner } from '../db/people.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { isKey, keyHashOf, keyPrefixOf } from '../domain/key.ts';
import { permissions } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { operator, writeAudit } from './write-audit.ts';

export type Bootstrapped = {
  /** False where there is a key already, whichever it is. */
  readonly created: boolean;
};

/** Two processes that start at once agree: one of them makes it, the other finds it made. */
export function bootstrap(deps: DbDep & ClockDep & ChanceDep) {
  return async (key: string): Promise<Result<Bootstrapped, Failure>> => {
    if (!isKey(key)) return failed(malformed);
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      await lockBootstrap(tx);
      if (await hasAnyKey(tx)) return ok({ created: false });
      // Somebody may have come in by the link of a start before there was a key.
      const { accountId, personId } =
        (await findFirstOwner(tx)) ?? (await makeOwner(tx, deps, now.engine));
      const keyId = deps.chance.uuid(now.real);
      await insertKey(tx, {
        id: keyId,
        accountId,
        personId,
        name: 'Bootstrap key',
        keyPrefix: keyPrefixOf(key),
        keyHash: keyHashOf(key),
        permissions,
        createdAt: now.real,
      });
      await insertKeyReach(tx, keyId, accountId);
      const act = { chance: deps.chance, now, action: 'account.bootstrap' } as const;
      const what = { kind: 'account', id: accountId, before: null, after: { id: accountId } };
      await writeAudit(tx, { accountId, actor: operator }, { ...act, ...what });
      return ok({ created: true });
    });
  };
}

async function makeOwner(
  tx: Db,
  { chance }: ChanceDep,
  createdAt: number,
): Promise<{ readonly accountId: string; readonly personId: string }> {
  const accountId = chance.uuid(createdAt);
  const personId = chance.uuid(createdAt);
  await insertAccount(tx, { id: accountId, name: 'Default', createdAt });
  await insertPerson(tx, { id: personId, name: 'Owner', createdAt });
  await insertMembership(tx, { accountId, personId, role: 'owner', createdAt });
  return { accountId, personId };
}

const malformed: Failure = invalid([
  {
    path: ['COUNTERSIGN_BOOTSTRAP_KEY'],
    message: 'must be cs_live_ and 43 characters of A-Z, a-z, 0-9, - and _',
    type: 'string.pattern',
  },
]);
