/**
 * The place where a lead gets its variant of each step: once, by a weighted hash, the same on
 * every machine.
 */

import { assert } from '../../lib/assert.ts';
import { sha256 } from '../../lib/sha256.ts';
import type { Step } from './campaign.ts';

export type VariantLabels = Readonly<Record<string, string>>;

/**
 * Step number → label. A step without variants (a LinkedIn step with a text of its own) has none.
 */
export function variantLabels(
  campaignId: string,
  leadId: string,
  steps: readonly Step[],
): VariantLabels {
  const labels: Record<string, string> = {};
  for (const step of steps) {
    const label = variantLabel(`${campaignId}:${leadId}:${step.step}`, step);
    if (label !== null) labels[String(step.step)] = label;
  }
  return labels;
}

function variantLabel(key: string, step: Step): string | null {
  const total = step.variants.reduce((sum, variant) => sum + variant.weight, 0);
  if (total === 0) return null;
  // 48 bits are a whole number in a double; the bias of the remainder is below 2^-36.
  let point = sha256(key).readUIntBE(0, 6) % total;
  for (const variant of step.variants) {
    if (point < variant.weight) return variant.label;
    point -= variant.weight;
  }
  assert(false, 'the weights add up to their total');
}
