/** The place where it is looked at what is due next, beside the simulated processes. */
import { at } from '../../src/db/columns.ts';
import type { Verb } from '../../src/engine/verbs.ts';
import { verbs } from '../../src/engine/verbs.ts';
import type { Life } from './life.ts';
import { tally } from './stage.ts';

export type Look = {
  /** Engine instants by verb. */
  readonly nexts: ReadonlyMap<Verb['name'], number>;
  /** Real instants. */
  readonly sweepAt: number;
  readonly fenced: boolean;
  /** A worker was found that has to be replaced first. */
  readonly outdated: boolean;
};

const sweepText = `select (select min(lease_until) from claim where closed_at is null) as
  lease_until,
    exists (select 1 from campaign where status = 'draining') as draining,
    (select min(heartbeat_at) from worker where ended_at is null and id <> all($1::uuid[])) as
      silent_since,
    (select fenced_at is not null from engine) as fenced, (select epoch from engine) as epoch,
    least((select min(d.due_at) from draft d join campaign c on c.id = d.campaign_id
        where c.status = 'active' and d.status in ('pending', 'running') and (d.lease_until is
          null or d.lease_until < $2)),
      (select min(e.draft_at) from enrolment e join campaign c on c.id = e.campaign_id
        where c.status = 'active' and e.status in ('pending', 'active'))) as draft_at`;

type SweepRow = {
  lease_until: number | null;
  draining: boolean;
  silent_since: number | null;
  fenced: boolean;
  epoch: number;
  draft_at: number | null;
};

export async function lookAround(life: Life): Promise<Look> {
  const { stage, monitor } = life;
  const nexts = new Map<Verb['name'], number>();
  for (const verb of verbs) {
    if (verb.nextAt !== null) nexts.set(verb.name, await verb.nextAt(monitor));
  }
  const living = stage.workers.filter(({ process }) => process.alive).map(({ id }) => id);
  const ids = living.filter((id) => id !== '');
  const [row] = await stage.sessions.ask<SweepRow>('sim_sweep', sweepText, [
    ids,
    at(stage.kernel.real()),
  ]);
  if (
    (nexts.get('draft') ?? 0) <= stage.engine() &&
    (row?.draft_at ?? Number.POSITIVE_INFINITY) > stage.engine()
  ) {
    tally(stage, 'draft spins');
  }
  nexts.set('draft', row?.draft_at ?? Number.POSITIVE_INFINITY);
  const real = stage.kernel.real();
  let outdated = false;
  for (const worker of stage.workers) {
    if (worker.leaving) continue;
    // Its right to the wire has ended; whoever runs it starts it anew, sooner or later.
    const isOld = worker.ready && worker.engineEpoch !== row?.epoch;
    if (isOld && (life.phase !== 'storm' || stage.chance.happens(0.2))) worker.leaving = true;
    outdated ||= worker.leaving;
  }
  stage.fenced = row?.fenced ?? false;
  const instants = [row?.lease_until ?? Number.POSITIVE_INFINITY];
  if (row?.silent_since != null) instants.push(row.silent_since + 15_001);
  if (row?.draining === true) instants.push(real);
  return { nexts, sweepAt: Math.min(...instants), fenced: row?.fenced ?? false, outdated };
}
