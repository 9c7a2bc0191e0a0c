/**
 * The place where a dataset's rows are counted as a launch would judge them.
 *
 * One pass a question, whatever the size: who comes first of an address by a window over the index
 * of addresses, the lists by hash joins. A look-up a row took four times as long on a million.
 */
import { type RawBuilder, sql } from 'kysely';
import type { RowCount } from '../domain/campaign/finding.ts';
import type { Ineligibility } from '../domain/campaign/preflight.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type RowsOf = {
  readonly accountId: string;
  readonly campaignId: string;
  readonly datasetId: string;
};

/** A variable of a template, and the columns that it takes its value from, in their order. */
export type NeededValue = { readonly name: string; readonly columns: readonly string[] };

export type CountedRows = {
  readonly total: number;
  readonly ineligible: Readonly<Partial<Record<Ineligibility, RowCount>>>;
  /** Of the rows that would be written to: those without a value, by variable. */
  readonly valueless: ReadonlyMap<string, RowCount>;
};

type Answer = {
  readonly total: number;
  readonly ineligible: readonly Tally<Ineligibility>[] | null;
  readonly valueless: readonly Tally<number>[] | null;
};
type Tally<Key> = { readonly key: Key; readonly count: number; readonly rows: readonly number[] };

/**
 * The order of the cases is the order in which the launch judges: a row is counted under one. Both
 * lists of addresses are one hash join, and domains are looked at only where some are suppressed:
 * each join is a probe a row.
 */
const skipped = ({ accountId, campaignId, datasetId }: RowsOf, withDomains: boolean) => sql`
  select l.row_index, case
      when l.email is null then 'no_address'
      when l.nth > 1 then 'duplicate'
      when b.suppressed or ${withDomains ? sql`d.domain is not null` : sql`false`}
        then 'suppressed'
      else 'running_elsewhere' end as why
    from (select row_index, email,
            row_number() over (partition by email order by row_index) as nth
            from lead where dataset_id = ${datasetId}) l
    left join (select email, bool_or(suppressed) as suppressed from (
        select email, true as suppressed from suppression where account_id = ${accountId}
          and released_at is null and email is not null
        union all
        select email, false from enrolment where account_id = ${accountId}
          and status in ('pending', 'active') and campaign_id <> ${campaignId}) lists
      group by email) b on b.email = l.email
    ${
      withDomains
        ? sql`left join (select domain from suppression where account_id = ${accountId}
            and released_at is null and domain is not null) d
            on d.domain = split_part(l.email, '@', 2)`
        : sql``
    }
   where l.email is null or l.nth > 1 or b.email is not null
      or ${withDomains ? sql`d.domain is not null` : sql`false`}`;

/** What a reader would see as nothing: the same blanks as JavaScript trims. */
const blanks = ` \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff${String.fromCodePoint(
  ...Array.from({ length: 11 }, (_, n) => 0x2000 + n),
)}`;

/** As `knownValues` chooses: the first column that is not empty, or null. */
const valueFrom = ({ columns }: NeededValue) => {
  const cells = columns.map((name) => sql`l.data ->> ${name}::text`);
  if (cells.length === 1) return sql.join(cells);
  return sql`coalesce(${sql.join(cells.map((cell) => sql`nullif(${cell}, '')`))})`;
};

/** Most values begin with a letter, and to be trimmed costs three times the look at it. */
const isBlank = (value: RawBuilder<unknown>) => sql`case when ascii(${value}) between 33 and 126
  then false else btrim(coalesce(${value}, ''), ${blanks}::text) = '' end`;

const samples = (of: RawBuilder<unknown>) =>
  sql`(array_agg(row_index order by row_index) filter (where ${of}))[1:10]`;

/**
 * One scan for all variables; which is which is told by its place in the list. `offset 0` keeps
 * PostgreSQL from reading a value anew wherever it is mentioned.
 */
const valuesOf = ({ datasetId }: RowsOf, needed: readonly NeededValue[]) => {
  if (needed.length === 0) return sql`select null::json as tallies`;
  const values = needed.map((one, n) => sql`${valueFrom(one)} as ${sql.ref(`value_${n}`)}`);
  const flags = needed.map(
    (_, n) => sql`${isBlank(sql.ref(`value_${n}`))} as ${sql.ref(`lacks_${n}`)}`,
  );
  const tallies = needed.map((_, n) => {
    const lacks = sql.ref(`lacks_${n}`);
    return sql`json_build_object('key', ${sql.lit(n)}, 'count', count(*) filter (where ${lacks}),
      'rows', ${samples(lacks)})`;
  });
  return sql`
    select json_build_array(${sql.join(tallies)}) as tallies from (
      select row_index, ${sql.join(flags)} from (
        select l.row_index, ${sql.join(values)} from lead l where l.dataset_id = ${datasetId}
          and not exists (select 1 from skipped s where s.row_index = l.row_index) offset 0) v
      offset 0) x`;
};

const anyDomain = statement<{ some: boolean }>(
  'has_suppressed_domains',
  `select exists (select 1 from suppression where account_id = $1 and released_at is null
     and domain is not null) as some`,
);

export async function countRows(
  db: Db,
  of: RowsOf & { readonly needed: readonly NeededValue[] },
): Promise<CountedRows> {
  const [domains] = await anyDomain(db, of.accountId);
  const { rows } = await sql<Answer>`
    with skipped as materialized (${skipped(of, domains?.some ?? true)}),
      tallied as (select why, count(*) as count,
        (array_agg(row_index order by row_index))[1:10] as rows from skipped group by why)
    select (select count(*) from lead where dataset_id = ${of.datasetId}) as total,
      (select json_agg(json_build_object('key', why, 'count', count, 'rows', rows)) from tallied)
        as ineligible,
      (${valuesOf(of, of.needed)}) as valueless`.execute(db);
  const [answer] = rows;
  const tally = <Key>({ count, rows: sampleRows }: Tally<Key>): RowCount => ({
    count,
    sampleRows: sampleRows ?? [],
  });
  return {
    total: answer?.total ?? 0,
    ineligible: Object.fromEntries(
      (answer?.ineligible ?? []).map((one) => [one.key, tally(one)] as const),
    ),
    valueless: new Map(
      (answer?.valueless ?? []).map((one) => [of.needed[one.key]?.name ?? '', tally(one)] as const),
    ),
  };
}

export type TemplateTextAtHand = {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly body_format: 'text' | 'html';
  readonly variables: readonly string[];
};

const templateTexts = statement<TemplateTextAtHand>(
  'list_templates_at_hand',
  `select id, subject, body, body_format, variables from template
    where account_id = $1 and id = any($2::uuid[])`,
);

export function listTemplatesAtHand(
  db: Db,
  accountId: string,
  ids: readonly string[],
): Promise<TemplateTextAtHand[]> {
  return ids.length === 0 ? Promise.resolve([]) : templateTexts(db, accountId, ids);
}
