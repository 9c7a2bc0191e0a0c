/** The place where it is asked of every lead what has become of it, and of what waits, for what. */
import type { Plan } from './plan.ts';
import type { Sessions } from './sessions.ts';
import { Violation } from './violation.ts';

type LiveRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly campaign_status: string;
  readonly status: string;
  readonly step: number;
  readonly due_at: number | null;
  readonly ready_at: number | null;
  readonly gate: boolean;
  readonly approved: boolean;
  readonly draft: string | null;
  readonly states: readonly string[];
};

const liveText = `select e.id, e.campaign_id, c.status as campaign_status, e.status, e.step,
  e.due_at, e.ready_at,
    exists (select 1 from gate g where g.enrolment_id = e.id and g.closed_at is null) as gate,
    exists (select 1 from approval a where a.enrolment_id = e.id and a.step = e.step
      and a.withdrawn_at is null) as approved,
    (select d.status from draft d where d.enrolment_id = e.id and d.step = e.step
      order by d.created_at desc, d.id desc limit 1) as draft,
    array(select s.state from send s where s.enrolment_id = e.id and s.step = e.step order by
      s.epoch) as states
  from enrolment e join campaign c on c.id = e.campaign_id
  where e.status in ('pending', 'active') order by e.id`;

const campaignText = `select c.id, c.status, c.cancelled_at is not null as cancelled,
    count(e.id)::int as enrolled,
    count(e.id) filter (where e.status in ('pending', 'active'))::int as live
  from campaign c left join enrolment e on e.campaign_id = c.id group by c.id order by c.id`;

const openText = `select s.id, s.state, k.claim_no, k.closed_at from send s join claim k on
  k.claim_no = s.claim_no
  where s.state in ('claimed', 'on_wire')`;

/** Named reasons to wait for somebody's act. */
function waitsFor(row: LiveRow): string | null {
  if (['paused', 'draft', 'failed', 'scheduled'].includes(row.campaign_status))
    return row.campaign_status;
  if (row.gate) return 'gate';
  if (row.approved && row.ready_at === null) return 'review again';
  return row.draft === 'failed' ? 'failed draft' : null;
}

/**
 * When nothing moves any more by itself. `strict`: people have judged, resumed and resolved
 * whatever they could, so that nothing but a draft that cannot be written is left to wait for.
 */
export async function checkOutcomes(
  sessions: Sessions,
  plan: Plan,
  strict: boolean,
): Promise<void> {
  const [open] = await sessions.ask<{ id: string; state: string }>('sim_open', openText);
  if (open !== undefined) throw new Violation('outcomes', `send ${open.id} stays ${open.state}`);
  for (const row of await sessions.ask<LiveRow>('sim_live', liveText)) {
    const reason = waitsFor(row);
    if (reason !== null && (!strict || reason === 'failed draft')) continue;
    const what = `${row.status}, step ${row.step}, sends [${row.states.join()}], draft ${row.draft}`;
    const when = `due ${text(row.due_at)}, ready ${text(row.ready_at)}`;
    const where = `in a campaign that is ${row.campaign_status}`;
    throw new Violation('outcomes', `lead ${row.id} is forgotten: ${what}, ${when}, ${where}`);
  }
  const rows = plan.accounts.flatMap(({ campaigns }) => campaigns);
  for (const row of await sessions.ask<CampaignRow>('sim_campaign_ends', campaignText)) {
    const leads = rows.find((campaign) => campaign.id === row.id)?.leads.length ?? 0;
    checkCampaign(row, leads);
  }
}

type CampaignRow = {
  id: string;
  status: string;
  cancelled: boolean;
  enrolled: number;
  live: number;
};

function checkCampaign(
  { id, status, cancelled, enrolled, live }: CampaignRow,
  leads: number,
): void {
  if (status === 'draining' || status === 'launching') {
    throw new Violation('outcomes', `campaign ${id} is ${status} for ever`);
  }
  if (status === 'active' && live === 0) {
    throw new Violation('outcomes', `campaign ${id} has no lead left and is not completed`);
  }
  if (status === 'completed' && live > 0) {
    throw new Violation('outcomes', `campaign ${id} is completed with ${live} leads to go`);
  }
  // One that was cancelled while it was launched has not enrolled the rest.
  const isWhole = ['active', 'completed'].includes(status) && !cancelled;
  if (isWhole && enrolled !== leads) {
    throw new Violation('outcomes', `campaign ${id} has enrolled ${enrolled} of ${leads} leads`);
  }
}

function text(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
