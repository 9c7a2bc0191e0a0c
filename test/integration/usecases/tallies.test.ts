/** How many leads have their outcome is a sum of differences: always what a count would say. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countProcessedLeads, foldTallies } from '../../../src/db/tallies.ts';
import { leadStatuses } from '../../../src/domain/send/ledger.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { valueFrom } from '../../support/outcome.ts';
import { insertEnrolment } from '../../support/rows.ts';
import { createStore, type Store } from '../../support/store.ts';

let store: Store;
let caller: Caller;
let ids: readonly string[];
beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
  ids = [await campaignOf(40), await campaignOf(15)];
});
afterAll(() => store.close());

async function campaignOf(leads: number): Promise<string> {
  const { id: datasetId } = valueFrom(await createDataset(store)(caller, { name: 'Leads' }));
  const variants = [{ label: 'A', type: 'PERSONALIZATION' as const }];
  const input = { name: 'Spring', datasetId, aliasIds: ['a'], steps: [{ step: 1, variants }] };
  const campaign = valueFrom(await createCampaign(store)(caller, input));
  for (let rowIndex = 0; rowIndex < leads; rowIndex++) {
    const status = rowIndex % 3 === 0 ? 'skipped' : 'pending';
    await insertEnrolment(store, campaign, { rowIndex, status });
  }
  return campaign.id;
}

async function counted(): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ campaign_id: string; count: number }>`
    select campaign_id, count(*) from enrolment where status not in ('pending', 'active')
    group by campaign_id`.execute(store.db);
  return new Map(rows.map((row) => [row.campaign_id, row.count]));
}

const told = () => countProcessedLeads(store.db, caller.accountId, ids);

it('is what a count says, after any moves at once, folded in the midst of them or not', async () => {
  expect(await told()).toEqual(await counted());
  const mover = async (seed: number) => {
    const random = seededRandom(seed);
    for (let move = 0; move < 30; move++) {
      const status = leadStatuses[random.below(leadStatuses.length)];
      const from = random.below(40);
      // In the order of their ids, or two movers would wait for each other.
      await sql`
        update enrolment set status = ${status} where id in (
          select id from enrolment where row_index between ${from} and ${from + 2}
          order by id for no key update)`.execute(store.db);
    }
  };
  const folder = async () => {
    let folded = 0;
    for (let turn = 0; turn < 40; turn++) folded += await foldTallies(store.db, 10);
    return folded;
  };
  const moving = [1, 2, 3, 4].map(mover);
  const [one, other] = await Promise.all([folder(), folder()]);
  await Promise.all(moving);
  const last = await foldTallies(store.db, 10);
  expect(one + other + last).toBeGreaterThan(0);
  expect(await told()).toEqual(await counted());
  const { rows } = await sql<{ rows: number }>`select count(*) as rows from campaign_tally`.execute(
    store.db,
  );
  expect(rows[0]?.rows).toBeLessThanOrEqual(2 * 32);
});

it('goes with the leads, and with the campaign', async () => {
  await sql`delete from enrolment where campaign_id = ${ids[0]} and row_index < 20`.execute(
    store.db,
  );
  expect(await told()).toEqual(await counted());
  await sql`delete from campaign where id = ${ids[0]}`.execute(store.db);
  const { rows } = await sql`select from campaign_tally where campaign_id = ${ids[0]}`.execute(
    store.db,
  );
  expect(rows).toEqual([]);
  expect(await told()).toEqual(await counted());
});

it('is told to nobody else', async () => {
  const other = await store.caller('Other');
  expect(await countProcessedLeads(store.db, other.accountId, ids)).toEqual(new Map());
});
