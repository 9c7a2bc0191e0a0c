import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step, Variant } from './campaign.ts';
import { variantLabels } from './variants.ts';

function step(number: number, weights: Readonly<Record<string, number>>): Step {
  const variants = Object.entries(weights).map(
    ([label, weight]): Variant => ({
      label,
      weight,
      type: 'TEMPLATE',
      templateId: 't',
      senderProfileId: null,
    }),
  );
  return {
    step: number,
    delayDays: 0,
    channel: 'email',
    variants,
    aiPersonalizationEnabled: true,
    trackClicks: false,
    actionType: null,
    messageTemplate: null,
    approvalRequired: null,
  };
}

const campaignId = '019cadc6-9a80-7000-8000-000000000009';
const leadOf = (number: number) => `019cadc6-9a80-7000-8000-${String(number).padStart(12, '0')}`;

describe('a lead’s variants', () => {
  it('are the same on every machine and for ever', () => {
    const steps = [step(1, { A: 50, B: 50 }), step(2, { A: 10, B: 20, C: 70 })];
    const labels = [1, 2, 3, 4].map((lead) => variantLabels(campaignId, leadOf(lead), steps));
    expect(labels).toEqual([
      { '1': 'A', '2': 'C' },
      { '1': 'B', '2': 'C' },
      { '1': 'A', '2': 'C' },
      { '1': 'B', '2': 'C' },
    ]);
  });

  it('are chosen for each step by itself: another step beside it changes none', () => {
    const first = step(1, { A: 50, B: 50 });
    for (let lead = 0; lead < 50; lead++) {
      const alone = variantLabels(campaignId, leadOf(lead), [first]);
      const beside = variantLabels(campaignId, leadOf(lead), [first, step(2, { X: 1, Y: 1 })]);
      expect(beside['1']).toBe(alone['1']);
    }
  });

  it('are none for a step that has no variants, or none with a weight', () => {
    expect(variantLabels(campaignId, leadOf(1), [step(1, {}), step(2, { A: 0 })])).toEqual({});
  });

  it('are never one without a weight', () => {
    const weight = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 26 }), fc.uuid(), (weights, lead) => {
        fc.pre(weights.some((one) => one > 0));
        const byLabel = Object.fromEntries(weights.map((one, index) => [`v${index}`, one]));
        const label = variantLabels(campaignId, lead, [step(1, byLabel)])['1'];
        expect(byLabel[label ?? '']).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('fall out by their weights, however small these are', () => {
    const leads = 10_000;
    for (const weights of [
      { A: 10, B: 30, C: 60 },
      { A: 1, B: 1 },
      { A: 1, B: 2 },
    ]) {
      const steps = [step(1, weights)];
      const counts: Record<string, number> = {};
      for (let lead = 0; lead < leads; lead++) {
        const label = variantLabels(campaignId, leadOf(lead), steps)['1'] ?? '';
        counts[label] = (counts[label] ?? 0) + 1;
      }
      const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
      // Five standard deviations of the widest.
      const off = Object.entries(weights).filter(
        ([label, weight]) => Math.abs((counts[label] ?? 0) - (weight / total) * leads) > 250,
      );
      expect([Object.keys(counts).toSorted(), off]).toEqual([Object.keys(weights), []]);
    }
  });
});
