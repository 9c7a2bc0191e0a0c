/** The place where a dataset goes with its rows, unless a campaign or an import needs them. */
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { deleteDatasetWithRows, listCampaignsUsing, lockDataset } from '../db/dataset-rows.ts';
import { findDataset } from '../db/datasets.ts';
import { hasRunningImport } from '../db/imports.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

type DatasetOf = { readonly datasetId: string };
/** Named in the refusal. */
const campaignsNamedMax = 10;

export function deleteDataset(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: DatasetOf): Promise<Result<DatasetOf, Failure>> => {
    const { accountId } = caller;
    const { datasetId } = input;
    const now = await deps.clock.read();
    // Asked before the lock, too: for that one would have to wait until a running import ends.
    const early = await refusal(deps.db, accountId, datasetId);
    if (early !== null) return failed(early);
    return inTransaction(deps.db, async (tx): Promise<Result<DatasetOf, Failure>> => {
      if (!(await lockDataset(tx, accountId, datasetId))) return failed(notFound('dataset'));
      const before = await findDataset(tx, accountId, datasetId);
      const refused = await refusal(tx, accountId, datasetId);
      if (refused !== null) return failed(refused);
      await deleteDatasetWithRows(tx, accountId, datasetId);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'dataset.delete',
        kind: 'dataset',
        id: datasetId,
        before,
        after: null,
      });
      return ok({ datasetId });
    });
  };
}

async function refusal(db: Db, accountId: string, datasetId: string): Promise<Failure | null> {
  const campaigns = await listCampaignsUsing(db, {
    accountId,
    datasetId,
    limit: campaignsNamedMax,
  });
  if (campaigns.length > 0) {
    const names = campaigns.map(({ name }) => `“${name}”`).join(', ');
    const message = `Campaigns still need this dataset (${names}): cancel or delete them first.`;
    const campaignIds = campaigns.map(({ id }) => id);
    return { code: 'DATASET_IN_USE', message, data: { campaignIds } };
  }
  if (!(await hasRunningImport(db, accountId, datasetId))) return null;
  const message = 'An import into this dataset is running: cancel it, or wait until it is over.';
  return { code: 'DATASET_IN_USE', message };
}
