/** The place where it is made sure that no lead which could go is hidden behind a pace. */
import { at } from '../../src/db/columns.ts';
import type { Sessions } from './sessions.ts';
import { Violation } from './violation.ts';

/**
 * Only while nothing is under way: a round raises what it has read, and lowers again what it
 * gives back.
 */
const hiddenText = `
  select e.id, e.ready_at, p.work_at, p.free_at, p.campaign_id, a.next_at
    from enrolment e join campaign c on c.id = e.campaign_id
    left join pace p on p.campaign_id = c.id left join account_pace a on a.account_id = c.account_id
   where c.status = 'active' and e.status in ('pending', 'active') and e.ready_at is not null
     and not exists (select 1 from send s where s.enrolment_id = e.id and s.step = e.step
       and s.state not in ('cancelled', 'deferred'))
     and (p.work_at is null or p.work_at > greatest(e.ready_at, $1)
       or a.next_at > greatest(p.free_at, p.work_at, $1))
   order by e.id limit 1`;

type Hidden = {
  id: string;
  ready_at: number;
  work_at: number | null;
  free_at: number | null;
  next_at: number | null;
  campaign_id: string;
};

export async function checkPaces(sessions: Sessions, now: number): Promise<void> {
  const [row] = await sessions.ask<Hidden>('sim_hidden', hiddenText, [at(now)]);
  if (row === undefined) return;
  throw new Violation(
    'outcomes',
    `lead ${row.id}, ready ${text(row.ready_at)}, is hidden: its campaign works at ${text(row.work_at)}, ` +
      `is free at ${text(row.free_at)}, its account is next at ${text(row.next_at)}`,
  );
}

function text(at: number | null): string {
  if (at === null) return 'no instant';
  return Number.isFinite(at) ? new Date(at).toISOString() : String(at);
}
