/**
 * The place where PostgreSQL assigns variants, for all leads of a batch at once.
 *
 * The rule is `variantLabels` of the domain, and this is the same rule in another language: hashing
 * a million keys in JavaScript took as long as writing their rows. A property test holds both to
 * the same answer for thousands of campaigns, leads and steps.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Step } from '../domain/campaign/campaign.ts';

/** `leadId` is an expression of type uuid; the answer is a jsonb object: step number → label. */
export function variantsOf(of: {
  readonly campaignId: string;
  readonly leadId: RawBuilder<string>;
  readonly steps: readonly Step[];
}): RawBuilder<unknown> {
  const pairs = of.steps.flatMap((step) => {
    const label = labelOf({ ...of, step });
    return label === null ? [] : [sql`${sql.lit(String(step.step))}, ${label}`];
  });
  return pairs.length === 0 ? sql`'{}'::jsonb` : sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** Null for a step without variants. */
function labelOf(of: {
  readonly campaignId: string;
  readonly leadId: RawBuilder<string>;
  readonly step: Step;
}): RawBuilder<unknown> | null {
  const chosen = of.step.variants.filter((variant) => variant.weight > 0);
  const [only] = chosen;
  if (only === undefined) return null;
  if (chosen.length === 1) return sql`${only.label}::text`;
  let below = 0;
  const cases = chosen.map(({ weight, label }) => {
    below += weight;
    return sql`when h.point < ${sql.lit(below)} then ${label}::text`;
  });
  const [before, after] = [`${of.campaignId}:`, `:${of.step.step}`];
  const key = sql`${before}::text || ${of.leadId}::text || ${after}::text`;
  // 48 bits of the hash, as a whole number.
  const hash = sql`('x' || left(encode(sha256(convert_to(${key}, 'UTF8')), 'hex'), 12))::bit(48)`;
  return sql`(select case ${sql.join(cases, sql` `)} end
    from (select ${hash}::bigint % ${sql.lit(below)} as point) h)`;
}
