import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { variantsOf } from '../../../src/db/variants.ts';
import type { Step } from '../../../src/domain/campaign/campaign.ts';
import { variantLabels } from '../../../src/domain/campaign/variants.ts';
import { createStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await createStore();
});
afterAll(() => store.close());

const labels = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), {
  minLength: 0,
  maxLength: 6,
});
const step = fc
  .record({ step: fc.integer({ min: 1, max: 32 }), labels, weights: fc.array(fc.nat(100)) })
  .map(
    ({ step: number, labels: names, weights }): Step => ({
      step: number,
      delayDays: 0,
      channel: 'email',
      variants: names
        .filter((name) => !name.includes('\0'))
        .map((label, n) => ({
          label,
          weight: weights[n] ?? n % 2,
          type: 'TEMPLATE',
          templateId: null,
          senderProfileId: null,
        })),
      aiPersonalizationEnabled: true,
      trackClicks: false,
      actionType: null,
      messageTemplate: null,
      approvalRequired: null,
    }),
  );
const steps = fc.uniqueArray(step, { maxLength: 10, selector: (one) => one.step });
const leads = fc.array(fc.uuid(), { minLength: 1, maxLength: 100 });

test('PostgreSQL gives every lead the variants that the domain gives it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid(), leads, steps, async (campaignId, leadIds, of) => {
      const variants = variantsOf({ campaignId, leadId: sql`l.id`, steps: of });
      const { rows } = await sql<{ id: string; variants: object }>`
        select l.id, ${variants} as variants from unnest(${leadIds}::uuid[]) l(id)`.execute(
        store.db,
      );
      expect(rows.map((row) => row.variants)).toEqual(
        leadIds.map((id) => variantLabels(campaignId, id, of)),
      );
    }),
    { numRuns: 100 },
  );
});
