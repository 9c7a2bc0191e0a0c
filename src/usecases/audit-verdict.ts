/** The place where a verdict on a lead is put on the audit trail, whichever surface it came by. */
import { listLiveApprovals } from '../db/approvals.ts';
import type { Db } from '../db/database.ts';
import { findOpenGate } from '../db/gates.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type Verdict = {
  readonly tx: Db;
  readonly caller: Caller;
  readonly now: Moment;
  readonly action: AuditAction;
  readonly enrolmentId: string;
};

/** What it changed is found by looking before and after: to approve what is approved is no act. */
export async function auditVerdict<T>(
  deps: ChanceDep,
  of: Verdict,
  act: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const { tx, caller, now, action, enrolmentId: id } = of;
  const before = await judgedOf(of);
  const result = await act();
  if (!result.ok) return result;
  const things = { kind: 'campaign_lead', id, before, after: await judgedOf(of) };
  await writeAudit(tx, caller, { chance: deps.chance, now, action, ...things });
  return result;
}

/** The lead's row is locked by whoever judges it: nobody else's verdict comes in between. */
async function judgedOf({ tx, caller, enrolmentId }: Verdict): Promise<object> {
  const gate = await findOpenGate(tx, caller.accountId, enrolmentId);
  const approvals = await listLiveApprovals(tx, caller.accountId, enrolmentId);
  return { approvals, gateId: gate?.id ?? null };
}
