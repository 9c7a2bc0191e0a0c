/** The place where one alias is looked up. */
import { findAlias as findRow } from '../db/aliases.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function findAlias(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly aliasId: string },
  ): Promise<Result<Alias, Failure>> => {
    const alias = await findRow(deps.db, caller.accountId, input.aliasId);
    return alias === null ? failed(notFound('alias')) : ok(alias);
  };
}
