/** The place where approvals are taken back, one step or all that have not gone out. */
import type { ApprovalRow } from '../db/approvals.ts';
import { listLiveApprovals, listOutSteps, withdrawApprovals } from '../db/approvals.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { lockEnrolment } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Moment } from '../ports/clock.ts';
import type { ApprovalChange } from './approve-step.ts';
import { approvalChange } from './approve-step.ts';
import { auditVerdict } from './audit-verdict.ts';
import type { Caller } from './caller.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { makeLeadReady } from './make-lead-ready.ts';

type LeadOf = { readonly campaignId: string; readonly campaignLeadId: string };
type Deps = DbDep & ClockDep & ChanceDep;

/** One step. Not approved: unchanged. Handed over, or on its way: refused. */
export function unapproveStep(deps: Deps) {
  return async (
    caller: Caller,
    input: LeadOf & { readonly step: number },
  ): Promise<Result<ApprovalChange, Failure>> =>
    onLead(deps, { caller, input, action: 'campaign_lead.unapprove' }, async (on) => {
      const { tx, now, out, live } = on;
      const state = out.get(input.step);
      if (state !== undefined) {
        const message = 'This step has been handed over; its approval cannot be taken back.';
        return failed({ code: 'ALREADY_SENT', message, data: { state } });
      }
      const entry = live.find((row) => row.step === input.step) ?? null;
      await withdraw(deps, { tx, caller, input, now, rows: entry === null ? [] : [entry] });
      return ok(
        await approvalChange(tx, { caller, input, entry, step: input.step, now: now.engine }),
      );
    });
}

/** Every approved step named, or every one at all, that has not gone out. */
export function resetApprovals(deps: Deps) {
  return async (
    caller: Caller,
    input: LeadOf & { readonly steps: readonly number[] | null },
  ): Promise<Result<ApprovalChange, Failure>> =>
    onLead(deps, { caller, input, action: 'campaign_lead.reset' }, async (on) => {
      const { tx, now, out, live } = on;
      const named = input.steps === null || input.steps.length === 0 ? null : new Set(input.steps);
      const rows = live.filter(
        (row) => !out.has(row.step) && (named === null || named.has(row.step)),
      );
      await withdraw(deps, { tx, caller, input, now, rows });
      const [only] = rows;
      const one = rows.length === 1 && only !== undefined ? only : null;
      const step = one?.step ?? null;
      return ok(await approvalChange(tx, { caller, input, entry: one, step, now: now.engine }));
    });
}

type OnLead = {
  readonly tx: Db;
  readonly now: Moment;
  /** Steps that are or may be out, or on the wire. */
  readonly out: ReadonlyMap<number, string>;
  readonly live: readonly ApprovalRow[];
};

async function onLead(
  deps: Deps,
  {
    caller,
    input,
    action,
  }: { readonly caller: Caller; readonly input: LeadOf; readonly action: AuditAction },
  act: (at: OnLead) => Promise<Result<ApprovalChange, Failure>>,
): Promise<Result<ApprovalChange, Failure>> {
  const { accountId } = caller;
  if (!isUuid(input.campaignLeadId)) return failed(notFound('campaign lead'));
  const now = await deps.clock.read();
  return inTransaction(deps.db, async (tx) => {
    const enrolment = await lockEnrolment(tx, accountId, input.campaignLeadId);
    if (enrolment === null || enrolment.campaign_id !== input.campaignId) {
      return failed(notFound('campaign lead'));
    }
    // What is only claimed is called back; what then is still out is out.
    const reason = 'Its approval was taken back before it went out.';
    const what = { enrolmentIds: [enrolment.id] };
    await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what });
    const out = new Map((await listOutSteps(tx, enrolment.id)).map((one) => [one.step, one.state]));
    const live = await listLiveApprovals(tx, accountId, enrolment.id);
    const verdict = { tx, caller, now, action, enrolmentId: enrolment.id };
    return auditVerdict(deps, verdict, () => act({ tx, now, out, live }));
  });
}

async function withdraw(
  deps: ChanceDep,
  of: {
    readonly tx: Db;
    readonly caller: Caller;
    readonly input: LeadOf;
    readonly now: Moment;
    readonly rows: readonly ApprovalRow[];
  },
): Promise<void> {
  const { tx, caller, input, now, rows } = of;
  if (rows.length === 0) return;
  const { accountId, actor: by } = caller;
  const ids = rows.map((row) => row.id);
  await withdrawApprovals(tx, { accountId, ids, now: now.engine, by, reason: 'withdrawn' });
  for (const row of rows) {
    await insertEvent(tx, {
      id: deps.chance.uuid(now.real),
      accountId,
      campaignId: input.campaignId,
      enrolmentId: input.campaignLeadId,
      type: 'unapproved',
      at: now.engine,
      step: row.step,
      actor: by,
      data: { content_hash: row.content_hash },
    });
  }
  // The claim looks again, and opens the gate where one is needed.
  const { campaignId, campaignLeadId: enrolmentId } = input;
  await makeLeadReady(tx, { accountId, campaignId, enrolmentId, now: now.engine });
}
