/** The place where one import is looked up: how far it is, or how it ended. */
import { findImport as findRow } from '../db/imports.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Import } from '../domain/import/import.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function findImport(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly importId: string },
  ): Promise<Result<Import, Failure>> => {
    const found = await findRow(deps.db, caller.accountId, input.importId);
    return found === null ? failed(notFound('import')) : ok(found);
  };
}
