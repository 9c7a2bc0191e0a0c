/**
 * The place where every step is judged: what begins to leave, what goes onto the wire, what was
 * answered.
 *
 * It knows the world, what people were told, and the ledger; of the engine's own reasoning nothing.
 */

import type { Act, Answer } from './desk.ts';
import type { Call } from './mail-world.ts';
import { closedText, plainLinks } from './plain-renderer.ts';
import type { Plan } from './plan.ts';
import type { Sessions } from './sessions.ts';
import { Violation } from './violation.ts';

type Item =
  | { readonly type: 'call'; readonly call: Call }
  | { readonly type: 'wire'; readonly ids: readonly string[]; readonly worker: string }
  | { readonly type: 'answer'; readonly answer: Answer };

type Stop = {
  readonly name: string;
  readonly covers: (row: SendRow) => boolean;
  /** On the wire when it was answered, and told so. */
  readonly exempt: ReadonlySet<string>;
};

export type Watch = {
  readonly onCall: (call: Call) => void;
  readonly onWire: (ids: readonly string[], worker: string) => void;
  readonly onStart: (act: Act, asked: number) => void;
  readonly onAnswer: (answer: Answer) => void;
  readonly flush: () => Promise<void>;
};

export type WatchDeps = {
  readonly sessions: Sessions;
  readonly plan: Plan;
  readonly calls: () => readonly Call[];
  readonly onTheWireMax: number;
};

export type SendRow = {
  readonly id: string;
  readonly account_id: string;
  readonly campaign_id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly state: string;
  readonly message_id: string | null;
  readonly bytes_hash: string | null;
  readonly engine_epoch: number;
  readonly variant_label: string;
  readonly email: string;
  readonly domain: string;
  readonly alias_id: string;
  readonly address: string;
  readonly signature: string | null;
  readonly approval_id: string | null;
  readonly withdrawn_at: number | null;
  readonly live_approval: string | null;
  readonly approved_subject: string | null;
  readonly approved_body: string | null;
  readonly campaign_status: string;
  readonly epoch: number;
  readonly fenced_at: number | null;
  readonly worker_id: string;
  readonly not_sent: readonly string[];
};

const sendText = `select s.id, s.account_id, s.campaign_id, s.enrolment_id, s.step, s.state,
  s.message_id,
    s.bytes_hash, s.engine_epoch, s.variant_label, e.email, e.domain, s.alias_id, b.address,
      b.signature,
    s.approval_id, a.withdrawn_at, a.subject as approved_subject, a.body as approved_body,
    c.status as campaign_status, g.epoch, g.fenced_at, k.worker_id,
    (select v.id from approval v where v.enrolment_id = s.enrolment_id and v.step = s.step
      and v.withdrawn_at is null) as live_approval,
    array(select o.id::text from send o where o.enrolment_id = s.enrolment_id and o.step = s.step
      and o.resolution = 'not_sent') as not_sent
  from send s join enrolment e on e.id = s.enrolment_id join campaign c on c.id = s.campaign_id
  join alias b on b.id = s.alias_id join claim k on k.claim_no = s.claim_no join engine g on g.id
    = 1
  left join approval a on a.id = s.approval_id
  where s.id = any($1::uuid[]) order by s.id`;

const flyingText = `select s.id, s.account_id, s.campaign_id, s.enrolment_id, s.step, s.state,
  e.email, e.domain
  from send s join claim k on k.claim_no = s.claim_no join enrolment e on e.id = s.enrolment_id
  where k.closed_at is null and s.state in ('claimed', 'on_wire') order by s.id`;

const wireCountText = `select count(*)::int as count from send s join claim k on k.claim_no =
  s.claim_no
  where k.worker_id = $1 and k.closed_at is null and s.state = 'on_wire'`;

export function createWatch(deps: WatchDeps): Watch {
  const { sessions, plan } = deps;
  const items: Item[] = [];
  const stops: Stop[] = [];
  const paused = new Map<string, string>();
  /** Resumes asked for: by step when the latest was, and whether one is unanswered. */
  const resumes = new Map<string, { asked: number; open: number }>();
  const byStep = new Map<string, Call[]>();
  const steps = new Map(
    plan.accounts.flatMap(({ campaigns }) =>
      campaigns.flatMap((campaign) =>
        campaign.steps.map((step) => [`${campaign.id}:${step.step}`, { campaign, step }] as const),
      ),
    ),
  );

  async function rowsOf(ids: readonly string[]): Promise<readonly SendRow[]> {
    return sessions.ask<SendRow>('sim_sends', sendText, [ids]);
  }

  async function judgeCall(call: Call): Promise<void> {
    const [row] = await rowsOf([call.sendId]);
    const who = `${call.task.name} hands over ${call.sendId} to ${call.parcel.to}`;
    if (row === undefined) throw new Violation('ledger', `${who}, which the ledger does not know`);
    const at = `${who} (step ${row.step} of lead ${row.enrolment_id})`;
    inTheLedger(call, row, at);
    onlyOnce(call, row, at);
    notStopped(row, at);
    approved(call, row, at);
  }

  function inTheLedger(call: Call, row: SendRow, at: string): void {
    if (row.state !== 'on_wire') throw new Violation('ledger', `${at} while it is ${row.state}`);
    if (row.message_id !== call.messageId)
      throw new Violation('ledger', `${at} as ${call.messageId}`);
    if (row.bytes_hash !== call.bytesHash) throw new Violation('ledger', `${at} with other bytes`);
    if (call.parcel.to !== row.email || call.parcel.from !== row.address) {
      throw new Violation('ledger', `${at} from ${call.parcel.from} instead of ${row.address}`);
    }
  }

  function onlyOnce(call: Call, row: SendRow, at: string): void {
    const key = `${row.enrolment_id}:${row.step}`;
    const earlier = byStep.get(key) ?? [];
    byStep.set(key, [...earlier, call]);
    for (const other of earlier) {
      if (other.sendId === call.sendId) throw new Violation('once', `${at} a second time`);
      if (row.not_sent.includes(other.sendId)) continue;
      if (other.accepted) throw new Violation('once', `${at}, accepted before as ${other.sendId}`);
      if (other.answered === null || other.answered === 'unknown' || other.answered === 'thrown') {
        throw new Violation('once', `${at}, though nobody knows of ${other.sendId}`);
      }
    }
  }

  function notStopped(row: SendRow, at: string): void {
    const because = paused.get(row.campaign_id);
    if (because !== undefined)
      throw new Violation('stop', `${at} after its campaign was ${because}`);
    const stop = stops.find((one) => one.covers(row) && !one.exempt.has(row.id));
    if (stop !== undefined) throw new Violation('stop', `${at} after an answered ${stop.name}`);
  }

  function approved(call: Call, row: SendRow, at: string): void {
    const known = steps.get(`${row.campaign_id}:${row.step}`);
    const variant = known?.step.variants.find((one) => one.label === row.variant_label);
    if (known === undefined || variant === undefined)
      throw new Violation('approval', `${at}: no such step`);
    if (row.approval_id !== row.live_approval) {
      throw new Violation(
        'approval',
        `${at} by ${row.approval_id}, and ${row.live_approval} is in force`,
      );
    }
    if (row.approval_id === null) {
      const required = known.step.approvalRequired ?? known.campaign.approvalMode === 'required';
      if (required && variant.type === 'PERSONALIZATION')
        throw new Violation('approval', `${at} unapproved`);
      return;
    }
    if (row.withdrawn_at !== null) throw new Violation('approval', `${at}, its approval withdrawn`);
    const link = plainLinks.unsubscribe({
      accountId: row.account_id,
      enrolmentId: row.enrolment_id,
      email: row.email,
    });
    const body = closedText(row.approved_body ?? '', { signature: row.signature, link });
    if (call.parcel.subject !== row.approved_subject || call.parcel.text !== body) {
      throw new Violation('approval', `${at} with words nobody approved`);
    }
  }

  async function judgeWire(ids: readonly string[], worker: string): Promise<void> {
    const rows = await rowsOf(ids);
    for (const row of rows) {
      const at = `${worker} puts ${row.id} on the wire`;
      if (row.fenced_at !== null) throw new Violation('fence', `${at} while the engine is fenced`);
      if (row.engine_epoch !== row.epoch) {
        throw new Violation('fence', `${at} in epoch ${row.epoch} by right of ${row.engine_epoch}`);
      }
      if (row.approval_id !== null && row.withdrawn_at !== null) {
        throw new Violation('approval', `${at}, its approval withdrawn`);
      }
    }
    const owner = rows[0]?.worker_id;
    if (owner === undefined) return;
    const [count] = await sessions.ask<{ count: number }>('sim_wire_count', wireCountText, [owner]);
    if ((count?.count ?? 0) > deps.onTheWireMax) {
      const message = `${worker} has ${count?.count} on the wire, and ${deps.onTheWireMax} connections`;
      throw new Violation('connections', message);
    }
  }

  async function judgeAnswer(answer: Answer): Promise<void> {
    const { act, ok, value } = answer;
    const { scope, name } = act;
    if (name === 'resume' && 'campaignId' in scope) {
      const resume = resumes.get(scope.campaignId);
      if (resume !== undefined) resume.open -= 1;
    }
    if (!ok) return;
    if (name === 'pause')
      return judgePaused(answer, value as { campaign: { status: string }; inFlight: number });
    const isStop = /^(suppress|stop|discard|cancel)/.test(name);
    if (!isStop || 'engine' in scope) return;
    const flying = await sessions.ask<SendRow>('sim_flying', flyingText);
    const covers = coverOf(scope);
    const told = (value as { inFlight?: number } | null)?.inFlight;
    const exempt = flying.filter(
      (row) => covers(row) && (row.state === 'on_wire' || (told ?? 0) > 0),
    );
    if (told === 0 && exempt.length > 0) {
      throw new Violation(
        'stop',
        `${name} was answered with none in flight, and ${exempt[0]?.id} is`,
      );
    }
    stops.push({ name, covers, exempt: new Set(exempt.map((row) => row.id)) });
  }

  function judgePaused(
    { act: { scope }, asked }: Answer,
    value: { campaign: { status: string }; inFlight: number },
  ): void {
    if (!('campaignId' in scope) || value.campaign.status !== 'paused') return;
    const resume = resumes.get(scope.campaignId);
    // Somebody resumed it meanwhile, or may have: what was answered need not be true any more.
    if (resume !== undefined && (resume.open > 0 || resume.asked >= asked)) return;
    if (value.inFlight > 0) throw new Violation('stop', `paused with ${value.inFlight} in flight`);
    paused.set(scope.campaignId, 'answered paused');
  }

  return {
    onCall: (call) => items.push({ type: 'call', call }),
    onWire: (ids, worker) => items.push({ type: 'wire', ids, worker }),
    onAnswer: (answer) => items.push({ type: 'answer', answer }),
    onStart: ({ name, scope }, asked) => {
      if (name !== 'resume' || !('campaignId' in scope)) return;
      paused.delete(scope.campaignId);
      const open = (resumes.get(scope.campaignId)?.open ?? 0) + 1;
      resumes.set(scope.campaignId, { asked, open });
    },
    flush: async () => {
      for (const item of items.splice(0)) {
        if (item.type === 'call') await judgeCall(item.call);
        else if (item.type === 'wire') await judgeWire(item.ids, item.worker);
        else await judgeAnswer(item.answer);
      }
    },
  };
}

type Covered = Pick<SendRow, 'account_id' | 'email' | 'domain' | 'enrolment_id' | 'campaign_id'>;

function coverOf(scope: Exclude<Act['scope'], { engine: true }>): (row: Covered) => boolean {
  if ('email' in scope)
    return (row) => row.account_id === scope.accountId && row.email === scope.email;
  if ('domain' in scope)
    return (row) => row.account_id === scope.accountId && row.domain === scope.domain;
  if ('enrolmentId' in scope) return (row) => row.enrolment_id === scope.enrolmentId;
  return (row) => row.campaign_id === scope.campaignId;
}
