/** The place where people make API keys, see which there are, and revoke them. */
import { lockAccount } from '../db/accounts.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import {
  countKeys,
  deleteKeyReach,
  insertKey,
  insertKeyReach,
  listKeys as listKeysOf,
  lockKey,
  markRevoked,
} from '../db/keys.ts';
import { findMember } from '../db/people.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import { type ApiKey, keyHashOf, keyMark, keyPrefixOf, keysOfAccountMax } from '../domain/key.ts';
import { hasRight, type Permission } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, PeopleDeps } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';
import { writeAudit } from './write-audit.ts';

export type CreateKeyInput = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Null: the account the caller acts in, alone. */
  readonly accountIds: readonly string[] | null;
};

export type CreatedKey = {
  readonly apiKey: ApiKey;
  /** Handed out once. */
  readonly key: string;
};

export function createKey(deps: PeopleDeps) {
  return async (caller: Caller, input: CreateKeyInput): Promise<Result<CreatedKey, Failure>> => {
    const lacking = input.permissions.find((permission) => !caller.permissions.has(permission));
    if (lacking !== undefined) return failed(notYoursToGive(lacking));
    const { accountId, userId } = caller;
    const now = await deps.clock.read();
    const key = keyMark + deps.credentials.token();
    return inTransaction(deps.db, async (tx) => {
      await lockAccount(tx, accountId);
      const accountIds = new Set(input.accountIds ?? [accountId]);
      const faults = await reachFaults(tx, caller, accountIds);
      if (faults.length > 0) return failed(invalid(faults));
      if ((await countKeys(tx, accountId)) >= keysOfAccountMax) return failed(tooMany);
      const apiKey: ApiKey = {
        id: deps.chance.uuid(now.real),
        accountId,
        name: input.name,
        keyPrefix: keyPrefixOf(key),
        permissions: input.permissions,
        personId: userId,
        accountIds: [...new Set([accountId, ...accountIds])],
        createdAt: now.real,
        lastUsedAt: null,
      };
      await insertKey(tx, { ...apiKey, keyHash: keyHashOf(key) });
      for (const reached of apiKey.accountIds) {
        await insertKeyReach(tx, apiKey.id, reached);
        // Whoever rules there sees on their own trail what may act there from now on.
        await writeAudit(
          tx,
          { ...caller, accountId: reached },
          {
            chance: deps.chance,
            now,
            action: 'key.create',
            kind: 'key',
            id: apiKey.id,
            before: null,
            after: apiKey,
          },
        );
      }
      return ok({ apiKey, key });
    });
  };
}

/** A key can do nothing that whoever makes it could not do there. */
async function reachFaults(
  tx: Db,
  { accountId, userId }: Caller,
  accountIds: ReadonlySet<string>,
): Promise<readonly FieldFault[]> {
  const faults: FieldFault[] = [];
  if (!accountIds.has(accountId)) {
    const message = `must hold the account you act in, ${accountId}: it is the home of the key`;
    faults.push({ path: ['accountIds'], message, type: 'array.home' });
  }
  for (const [index, id] of [...accountIds].entries()) {
    const member = await findMember(tx, id, userId);
    if (hasRight(member?.role ?? null, 'keys:manage')) continue;
    const message = 'must be an account of which you are an owner or an admin';
    faults.push({ path: ['accountIds', index], message, type: 'any.reference' });
  }
  return faults;
}

function notYoursToGive(permission: Permission): Failure {
  return {
    code: 'MISSING_PERMISSION',
    message: `You do not have ${permission} yourself, and so no key of yours can; leave it out.`,
    data: { permission },
  };
}

const tooMany: Failure = {
  code: 'LIMIT_REACHED',
  message: `An account has at most ${keysOfAccountMax} keys; revoke those that nobody uses.`,
};

/** Live ones that reach the account, newest first. */
export function listKeys(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<ApiKey>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId, userId: personId } = caller;
    const list = { accountId, personId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listKeysOf(deps.db, list), input.limit, timeKeyOf));
  };
}

export type RevokeKeyInput = { readonly keyId: string };

export type KeyRevoked = {
  readonly keyId: string;
  /** Its home is another account: it still acts there, and here no more. */
  readonly isLiveElsewhere: boolean;
};

export function revokeKey(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    { keyId }: RevokeKeyInput,
  ): Promise<Result<KeyRevoked, Failure>> => {
    const now = await deps.clock.read();
    const { accountId } = caller;
    return inTransaction(deps.db, async (tx) => {
      const key = await lockKey(tx, accountId, keyId);
      if (key === null) return failed(notFound('key'));
      if (key.isHome) await markRevoked(tx, keyId, now.real);
      else await deleteKeyReach(tx, keyId, accountId);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'key.revoke',
        kind: 'key',
        id: keyId,
        before: { id: keyId, name: key.name },
        after: null,
      });
      return ok({ keyId, isLiveElsewhere: !key.isHome });
    });
  };
}
