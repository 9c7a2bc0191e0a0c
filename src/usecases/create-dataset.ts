/** The place where rows become leads: all of them, or none and every fault. */
import { inTransaction } from '../db/database.ts';
import { insertDataset, insertLeads } from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Dataset } from '../domain/lead/dataset.ts';
import { charsOf, columnsOf, rowFaults } from '../domain/lead/dataset.ts';
import type { Lead, LeadData } from '../domain/lead/lead.ts';
import { addressOf } from '../domain/lead/lead.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type CreateDatasetInput = {
  readonly name: string;
  /** At most 1,000 as they came; what they may hold is judged here, at `rows.<i>.<column>`. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[] | undefined;
};

export function createDataset(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: CreateDatasetInput): Promise<Result<Dataset, Failure>> => {
    const rows = input.rows ?? [];
    const faults = rowFaults(rows);
    if (faults.length > 0) return failed(invalid(faults));
    const moment = await deps.clock.read();
    const { engine: now } = moment;
    const dataset: Dataset = {
      id: deps.chance.uuid(now),
      accountId: caller.accountId,
      name: input.name,
      rowCount: rows.length,
      columns: columnsOf(rows),
      createdAt: now,
      updatedAt: now,
    };
    const leads = rows.map((row) => {
      // Just judged: texts, numbers, booleans and nulls.
      const data = row as LeadData;
      return { id: deps.chance.uuid(now), email: addressOf(data), data };
    });
    await inTransaction(deps.db, async (tx) => {
      await insertDataset(tx, dataset);
      const into = { accountId: caller.accountId, datasetId: dataset.id, now };
      let from = 0;
      for (const batch of batchesOf(leads)) {
        await insertLeads(tx, { ...into, from, leads: batch });
        from += batch.length;
      }
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now: moment,
        action: 'dataset.create',
        kind: 'dataset',
        id: dataset.id,
        before: null,
        after: dataset,
      });
    });
    return ok(dataset);
  };
}

/** What is written out for one statement: some milliseconds, between which others have turns. */
const batchCharsMax = 1024 * 1024;

function* batchesOf(leads: readonly Lead[]): Generator<readonly Lead[]> {
  let batch: Lead[] = [];
  let chars = 0;
  for (const lead of leads) {
    batch.push(lead);
    chars += charsOf(lead.data);
    if (chars < batchCharsMax) continue;
    yield batch;
    batch = [];
    chars = 0;
  }
  if (batch.length > 0) yield batch;
}
