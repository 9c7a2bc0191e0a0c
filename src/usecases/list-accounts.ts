/** The place where the accounts a key can act for are listed, its home first. */
import { listAccountsOfKey } from '../db/accounts.ts';
import type { Account } from '../domain/account.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function listAccounts(deps: DbDep) {
  return async (caller: Caller): Promise<Result<readonly Account[], never>> => {
    const { keyId } = caller;
    assert(keyId !== null, 'only a key asks which accounts it reaches');
    return ok(await listAccountsOfKey(deps.db, keyId));
  };
}
