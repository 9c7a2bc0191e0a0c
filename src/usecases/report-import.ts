/** The place where every row that an import has refused is told, with its line and the reason. */
import type { Db } from '../db/database.ts';
import { listRefusedRows } from '../db/import-rows.ts';
import { findImport } from '../db/imports.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { csvLine } from '../domain/import/csv-line.ts';
import { refusals } from '../domain/import/refusal.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

const batchMax = 5_000;

export function reportImport(deps: DbDep) {
  return async (
    caller: Caller,
    { importId }: { readonly importId: string },
  ): Promise<Result<AsyncIterable<string>, Failure>> => {
    const { accountId } = caller;
    const found = await findImport(deps.db, accountId, importId);
    return found === null ? failed(notFound('import')) : ok(linesOf(deps.db, accountId, importId));
  };
}

async function* linesOf(db: Db, accountId: string, importId: string): AsyncGenerator<string> {
  yield csvLine(['line', 'reason', 'message', 'value']);
  for (let after = -1; ; ) {
    const rows = await listRefusedRows(db, { accountId, importId, after, limit: batchMax });
    const last = rows.at(-1);
    if (last === undefined) return;
    const lines = rows.map(({ line, reason, shown }) =>
      csvLine([line, reason, refusals[reason], shown]),
    );
    yield lines.join('');
    after = last.no;
  }
}
