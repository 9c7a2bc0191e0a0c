/** The place where a database is asked how it is, by somebody who changes nothing. */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type ServerFacts = {
  /** As the server says it, such as "15.18 (Debian 15.18-0+deb12u1)". */
  readonly version: string;
  readonly version_number: number;
  readonly real: number;
};

const serverRow = statement<ServerFacts>(
  'read_server_facts',
  `select current_setting('server_version') as version,
     current_setting('server_version_num')::int as version_number, clock_timestamp() as real`,
);

export async function readServerFacts(db: Db): Promise<ServerFacts> {
  const [row] = await serverRow(db);
  if (row === undefined) throw new Error('a select without a from answers a row');
  return row;
}

export type WorkerCount = {
  readonly alive: number;
  readonly silent: number;
  /** Alive, and of an epoch that a person has ended by accepting a fence. */
  readonly shut: number;
};

const workersRow = statement<WorkerCount>(
  'count_workers',
  `select count(*) filter (where heartbeat_at >= $1) as alive,
     count(*) filter (where heartbeat_at < $1) as silent,
     count(*) filter (where heartbeat_at >= $1
       and engine_epoch <> (select epoch from engine where id = 1)) as shut
   from worker where ended_at is null`,
);

/** Cross-tenant: those that said so since an instant, and those that have not and never ended. */
export async function countWorkers(db: Db, since: number): Promise<WorkerCount> {
  const [row] = await workersRow(db, at(since));
  return row ?? { alive: 0, silent: 0, shut: 0 };
}

const unknownRow = statement<{ count: number }>(
  'count_unknown_leads',
  "select count(*) as count from enrolment where status = 'unknown'",
);

/** Cross-tenant: leads that wait for a person's word on what may have left. */
export async function countUnknownLeads(db: Db): Promise<number> {
  const [row] = await unknownRow(db);
  return row?.count ?? 0;
}
