/** The place where the accounts a key can act for are listed, its home first. */
import type { Account } from '../domain/account.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function listAccounts(deps: DbDep) {
  return async (caller: Caller): Promise<readonly Account[]> => {
    throw new Error();
  };
}
