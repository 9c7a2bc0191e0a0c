/**
 * The place where a dataset's rows are counted as a launch would judge them.
 *
 * One pass a question, whatever the size: who comes first of an address by a window over the index
 * of addresses, the lists by hash joins. A look-up a row took four times as long on a million.
 */
import { sql } from 'kysely';
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

/** The order of the cases is the order in which the launch judges: a row is counted under one. */
const skipped = ({ accountId, campaignId, datasetId }: RowsOf) => sql`
  select l.row_index, case
      when l.email is null then 'no_address'
      when l.nth > 1 then 'duplicate'
      when p.email is not null or d.domain is not null then 'suppressed'
      else 'running_elsewhere' end as why
    from (select row_index, email,
            row_number() over (partition by email order by row_index) as nth
            from lead where dataset_id = ${datasetId}) l
    left join (select email from suppression where account_id = ${accountId}
      and released_at is null and email is not null) p on p.email = l.email
    left join (select domain from suppression where account_id = ${accountId}
      and released_at is null and domain is not null) d
      on d.domain = split_part(l.email, '@', 2)
    left join (select distinct email from enrolment where account_id = ${accountId}
      and status in ('pending', 'active') and campaign_id <> ${campaignId}) e
      on e.email = l.email
   where l.email is null or l.nth > 1 or p.email is not null or d.domain is not null
      or e.email is not null`;

/** What a reader would see as nothing: the same blanks as JavaScript trims. */
const blanks = ` \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff${String.fromCodePoint(
  ...Array.from({ length: 11 }, (_, n) => 0x2000 + n),
)}`;

/** As `knownValues` chooses: the first column that is not empty, and then whether it is blank. */
const isValueless = ({ columns }: NeededValue) => {
  const cells = columns.map((name) => sql`nullif(l.data ->> ${name}::text, '')`);
  return sql`btrim(coalesce(${sql.join(cells)}, ''), ${blanks}::text) = ''`;
};

const samples = (of: ReturnType<typeof isValueless>) =>
  sql`(array_agg(row_index order by row_index) filter (where ${of}))[1:10]`;

/** One scan for all variables; which is which is told by its place in the list. */
const valuesOf = ({ datasetId }: RowsOf, needed: readonly NeededValue[]) => {
  if (needed.length === 0) return sql`select null::json as tallies`;
  const flags = needed.map((one, n) => sql`${isValueless(one)} as ${sql.ref(`lacks_${n}`)}`);
  const tallies = needed.map((_, n) => {
    const lacks = sql`${sql.ref(`lacks_${n}`)}`;
    return sql`json_build_object('key', ${sql.lit(n)}, 'count', count(*) filter (where ${lacks}),
      'rows', ${samples(lacks)})`;
  });
  return sql`
    select json_build_array(${sql.join(tallies)}) as tallies from (
      select l.row_index, ${sql.join(flags)} from lead l where l.dataset_id = ${datasetId}
        and not exists (select 1 from skipped s where s.row_index = l.row_index)) x`;
};

export async function countRows(
  db: Db,
  of: RowsOf & { readonly needed: readonly NeededValue[] },
): Promise<CountedRows> {
  const { rows } = await sql<Answer>`
    with skipped as materialized (${skipped(of)}),
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
