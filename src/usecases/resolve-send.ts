/**
 * The place where a person settles what no machine may: whether an unknown hand-over was sent.
 *
 * `sent` resumes the lead after that step; `not_sent` makes the step ready again. Either reopens a
 * campaign that had completed with the unknown as one of its outcomes.
 */

import { findCampaign } from '../db/campaigns.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findEngine } from '../db/engine.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { lockEnrolment } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import { insertUnknownSends } from '../db/hold.ts';
import { lowerPaces, wakeCampaign } from '../db/pace.ts';
import type { LockedCampaign } from '../db/progress.ts';
import { completeCampaigns, lockCampaigns, moveLeads, reopenCampaigns } from '../db/progress.ts';
import type { UnknownSend } from '../db/resolve.ts';
import { findUnknownSend, markResolved } from '../db/resolve.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { heldAt, mayHaveLeft, uncertainReason } from '../domain/send/gap.ts';
import { isLive } from '../domain/send/ledger.ts';
import type { LeadMove } from '../domain/send/settle.ts';
import { afterAccepted, afterCancel, followUpPriority } from '../domain/send/settle.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Chance, Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type ResolveSendInput = {
  readonly campaignId: string;
  readonly sendId: string;
  readonly outcome: 'sent' | 'not_sent';
  readonly note: string | null;
};

export type Resolved = { readonly sendId: string; readonly outcome: 'sent' | 'not_sent' };

export function resolveSend(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: ResolveSendInput): Promise<Result<Resolved, Failure>> => {
    const { accountId } = caller;
    if (!isUuid(input.sendId) || !isUuid(input.campaignId)) return failed(notFound('send'));
    const now = await deps.clock.read();
    // Looked up by account first: nobody locks a row of somebody else's.
    if ((await findCampaign(deps.db, accountId, input.campaignId)) === null) {
      return failed(notFound('send'));
    }
    return inTransaction(deps.db, async (tx) => {
      const [campaign] = [...(await lockCampaigns(tx, [input.campaignId])).values()];
      const send = await findUnknownSend(tx, accountId, input.sendId);
      if (send === null || campaign === undefined || send.campaign_id !== campaign.id) {
        return failed(notFound('send'));
      }
      const enrolment = await lockEnrolment(tx, accountId, send.enrolment_id);
      const won = await markResolved(tx, {
        ...input,
        accountId,
        now: now.engine,
        by: caller.actor,
      });
      if (!won || enrolment === null) return failed(notUnknown(send));
      const { outcome } = input;
      const { chance } = deps;
      await moveOn(tx, { chance, now, accountId, campaign, enrolment, send, outcome });
      await insertEvent(tx, {
        id: deps.chance.uuid(now.real),
        accountId,
        campaignId: campaign.id,
        enrolmentId: enrolment.id,
        type: 'resolved',
        at: now.engine,
        step: send.step,
        actor: caller.actor,
        data: { send_id: send.id, outcome: input.outcome },
      });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'send.resolve',
        kind: 'send',
        id: send.id,
        before: send,
        after: await findUnknownSend(tx, accountId, send.id),
      });
      return ok({ sendId: send.id, outcome: input.outcome });
    });
  };
}

function notUnknown(send: UnknownSend): Failure {
  const message = `Only an unknown send can be resolved; this one is ${send.state}.`;
  return { code: 'SEND_NOT_UNKNOWN', message, data: { state: send.state } };
}

type MoveOn = {
  readonly chance: Chance;
  readonly now: Moment;
  readonly accountId: string;
  readonly campaign: LockedCampaign;
  readonly enrolment: EnrolmentRow;
  readonly send: UnknownSend;
  readonly outcome: 'sent' | 'not_sent';
};

async function moveOn(tx: Db, of: MoveOn): Promise<void> {
  const { now, accountId, campaign, enrolment, send } = of;
  const move = await nextMove(tx, of);
  const moved = await moveLeads(tx, now.engine, [
    {
      ...move,
      enrolmentId: enrolment.id,
      fromStep: send.step,
      aliasId: send.alias_id,
      messageId: null,
    },
  ]);
  // A lead that was stopped meanwhile stays stopped.
  if (!moved.has(enrolment.id)) return;
  if (!isLive(move.status)) {
    await completeCampaigns(tx, [campaign.id], now.engine);
    return;
  }
  for (const campaignId of await reopenCampaigns(tx, [campaign.id], now.engine)) {
    // Whatever parked it while it was not active is over.
    await wakeCampaign(tx, { accountId, campaignId, now: now.engine });
  }
  const { readyAt } = move;
  const readied = readyAt === null ? [] : [{ campaignId: campaign.id, readyAt }];
  await lowerPaces(tx, { accountId, now: now.engine, readied });
}

/** What a cancel has ended stays ended: the lead has an outcome, whatever its message came to. */
async function nextMove(tx: Db, of: MoveOn): Promise<LeadMove> {
  if (of.outcome === 'not_sent') return endedIf(of, afterNotSent(of));
  return of.campaign.cancelled ? endedIf(of, movedOn(of)) : afterSent(tx, of);
}

function endedIf({ campaign }: MoveOn, move: LeadMove): LeadMove {
  return campaign.cancelled ? afterCancel(move) : move;
}

function movedOn({ now, campaign, enrolment, send }: MoveOn): LeadMove {
  return afterAccepted({
    campaign,
    lead: { step: send.step, variants: enrolment.variants, tries: 0, firstTryAt: null },
    handedOverAt: send.handed_over_at,
    now: now.engine,
  });
}

/** After a restore the next step may have left as well: then it is the one to be resolved. */
async function afterSent(tx: Db, of: MoveOn): Promise<LeadMove> {
  const { now, campaign, enrolment, send } = of;
  const move = movedOn(of);
  const engine = await findEngine(tx);
  if (engine === null || !mayHaveLeft(move.dueAt, engine.gap_ends_at)) return move;
  const { step, dueAt } = move;
  await insertUnknownSends(tx, {
    accountId: of.accountId,
    campaignId: campaign.id,
    claimNo: send.claim_no,
    leaseToken: of.chance.uuid(now.real),
    engineEpoch: engine.epoch,
    now: now.engine,
    reason: uncertainReason,
    sends: [
      {
        id: of.chance.uuid(now.real),
        enrolmentId: enrolment.id,
        step,
        epoch: 1,
        aliasId: send.alias_id,
        variantLabel: enrolment.variants[String(step)] ?? '',
        dueAt: dueAt ?? now.engine,
        handedOverAt: dueAt ?? now.engine,
      },
    ],
  });
  return heldAt(step);
}

function afterNotSent({ now, campaign, send }: MoveOn): LeadMove {
  return {
    status: campaign.steps[0]?.step === send.step ? 'pending' : 'active',
    stopReason: null,
    step: send.step,
    dueAt: send.due_at,
    readyAt: now.engine,
    draftAt: null,
    priority: followUpPriority,
    tries: 0,
    firstTryAt: null,
  };
}
