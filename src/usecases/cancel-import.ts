/** The place where an import is called off: of its rows none is there then. */
import { inTransaction } from '../db/database.ts';
import { deleteChunks } from '../db/import-chunks.ts';
import { cancelImport as cancelRow, findImport } from '../db/imports.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Import } from '../domain/import/import.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export function cancelImport(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly importId: string },
  ): Promise<Result<Import, Failure>> => {
    const { accountId } = caller;
    const { importId } = input;
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx): Promise<Result<Import, Failure>> => {
      const before = await findImport(tx, accountId, importId);
      if (before === null) return failed(notFound('import'));
      // The worker's last word and this one are compare-and-swaps of one row: one of them comes
      // too late, and a worker that comes too late undoes what it has copied.
      const won = await cancelRow(tx, { accountId, importId, now: now.engine });
      const after = (await findImport(tx, accountId, importId)) ?? before;
      if (!won) return failed(over(after));
      await deleteChunks(tx, accountId, importId);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'import.cancel',
        kind: 'import',
        id: importId,
        before,
        after,
      });
      return ok(after);
    });
  };
}

function over({ status }: Import): Failure {
  const message = `This import is ${status}; only a running one can be cancelled.`;
  return { code: 'IMPORT_NOT_RUNNING', message, data: { state: status } };
}
