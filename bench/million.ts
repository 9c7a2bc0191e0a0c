/**
 * The place where a dataset of a million rows is made ready for a launch, with what a launch has to
 * look at: suppressions, and another campaign that is running.
 */
import { sql } from 'kysely';
import { createDatabase, createPool, type Db } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { withServer15 } from './server15.ts';

export const start = Date.parse('2026-03-02T10:00:00.000Z');
const at = new Date(start).toISOString();

export type Million = {
  readonly db: Db;
  readonly server: string;
  readonly accountId: string;
  readonly campaignId: string;
  readonly rows: number;
};

export type MillionOf = {
  readonly rows: number;
  readonly suppressions: number;
  readonly runningElsewhere: number;
};

export function withMillion<T>(of: MillionOf, work: (million: Million) => Promise<T>): Promise<T> {
  return withServer15(async ({ url, version }) => {
    const pool = createPool({ url, connectionsMax: 4, onIdleError: () => undefined });
    const { db, close } = createDatabase(pool);
    try {
      await migrate(db);
      const ids = await fill(db, of);
      return await work({ db, server: version, rows: of.rows, ...ids });
    } finally {
      await close();
    }
  });
}

/** Ids are drawn by hand, so that two runs are of the same rows. */
const idOf = (kind: number, n = 0): string =>
  `0190${String(kind).padStart(4, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** One row in fifty repeats an address, one in a hundred has none. */
async function fill(db: Db, of: MillionOf) {
  const [accountId, person, alias, dataset] = [idOf(1), idOf(2), idOf(3), idOf(4)];
  const [one, other, campaignId, elsewhere] = [idOf(5, 1), idOf(5, 2), idOf(6, 1), idOf(6, 2)];
  await sql`insert into account (id, name, created_at) values (${accountId}, 'A', ${at})`.execute(
    db,
  );
  await sql`insert into person (id, name, created_at) values (${person}, 'P', ${at})`.execute(db);
  await sql`insert into alias (id, account_id, address, display_name, provider, daily_cap,
      min_gap_seconds, version, verified_at, created_at, updated_at)
    values (${alias}, ${accountId}, 'a@ours.example', 'A', 'sandbox', 1000000, 0, 1, ${at}, ${at},
      ${at})`.execute(db);
  for (const id of [one, other]) {
    await sql`insert into template (id, account_id, name, version, subject, body, body_format,
        variables, created_at, updated_at)
      values (${id}, ${accountId}, 'T', 1, 'Hello {{ first_name }}',
        'Dear {{ first_name }} of {{ company }}, a {{ title }}', 'text',
        '{first_name,company,title}', ${at}, ${at})`.execute(db);
  }
  await sql`insert into dataset (id, account_id, name, columns, row_count, next_row_index,
      created_at, updated_at)
    values (${dataset}, ${accountId}, 'D', '{email,first_name,company,title,timezone}',
      ${of.rows}, ${of.rows}, ${at}, ${at})`.execute(db);
  await sql`insert into lead (id, account_id, dataset_id, row_index, email, data, created_at,
      updated_at)
    select gen_random_uuid(), ${accountId}, ${dataset}, n, x.email,
      jsonb_build_object('email', x.email,
        'first_name', case when n % 20 = 0 then '' else 'Ada' || n end,
        'company', 'Company ' || n % 5000, 'title', case when n % 3 > 0 then 'Director' end,
        'timezone', (array['Europe/Berlin', 'Asia/Tokyo', 'nowhere'])[1 + n % 3]), ${at}, ${at}
    from generate_series(0, ${of.rows}::int - 1) n, lateral (select case
      when n % 100 = 99 then null when n % 50 = 7 then 'lead' || n / 2 || '@d' || n / 2 % 5000 ||
        '.example' else 'lead' || n || '@d' || n % 5000 || '.example' end as email) x`.execute(db);
  await sql`insert into suppression (id, account_id, email, reason, created_at, created_by)
    select gen_random_uuid(), ${accountId}, 'lead' || n * 7 || '@d' || n * 7 % 5000 || '.example',
      'asked', ${at}, 'x'
    from generate_series(1, ${of.suppressions}) n`.execute(db);
  const variants = [one, other].map((templateId, n) => ({
    label: 'AB'[n],
    weight: 30 + n * 20,
    type: 'TEMPLATE',
    templateId,
    senderProfileId: null,
  }));
  const steps = [1, 2, 3].map((step) => ({
    step,
    delayDays: step === 1 ? 0 : 3,
    channel: 'email',
    variants,
    aiPersonalizationEnabled: true,
    trackClicks: false,
    actionType: null,
    messageTemplate: null,
    approvalRequired: null,
  }));
  for (const [id, status] of [
    [campaignId, 'draft'],
    [elsewhere, 'active'],
  ]) {
    await sql`insert into campaign (id, account_id, user_id, dataset_id, name, type, status,
        launch_type, daily_limit, sending_window_start, sending_window_end, min_interval_seconds,
        timezone, send_days, steps, alias_ids, unreviewed_launch_policy, approval_mode,
        use_lead_timezone, created_at, updated_at)
      values (${id}, ${accountId}, ${person}, ${dataset}, 'C', 'email', ${status}, 'immediate',
        10000, '00:00:00', '23:59:59', 60, 'Europe/Berlin', '{mon,tue,wed,thu,fri,sat,sun}',
        ${JSON.stringify(steps)}, array[${alias}], 'launch_default', 'optional', false, ${at},
        ${at})`.execute(db);
  }
  await sql`insert into enrolment (id, account_id, campaign_id, lead_id, row_index, email, domain,
      status, step, class, variants, due_at, ready_at, created_at, updated_at)
    select gen_random_uuid(), ${accountId}, ${elsewhere}, gen_random_uuid(), n,
      'lead' || n * 9 || '@d' || n * 9 % 5000 || '.example', 'd' || n * 9 % 5000 || '.example',
      'pending', 1, 1, '{"1": "A", "2": "A", "3": "A"}', ${at}, ${at}, ${at}, ${at}
    from generate_series(1, ${of.runningElsewhere}) n`.execute(db);
  await sql`vacuum analyze`.execute(db);
  return { accountId, campaignId };
}
