/**
 * The place where one round of the road is walked: claim, render, put on the wire, hand over,
 * settle.
 *
 * What is on the wire at one instant is at most `connectionsMax`: a handful takes its connections
 * from the statement that says so until the one that settles it, so that after a crash no more can
 * be unknown than there were connections open.
 */
import { inTransaction } from '../db/database.ts';
import { closeClaim, markOnWire } from '../db/wire.ts';
import type { WireAnswer } from '../domain/send/settle.ts';
import { assert } from '../lib/assert.ts';
import type { Moment } from '../ports/clock.ts';
import type { HandOver } from '../ports/mailer.ts';
import { cancelAndGiveBack } from '../usecases/cancel-claimed.ts';
import type { Claimed } from './claim.ts';
import { claimDue } from './claim.ts';
import type { EngineDeps, Round } from './deps.ts';
import { later, leaseHolds } from './deps.ts';
import { judgeCampaigns } from './judge.ts';
import type { Rendered } from './render.ts';
import { renderClaimed } from './render.ts';
import type { Answered } from './settle.ts';
import { settleAnswers } from './settle.ts';

export async function dispatchOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  const outcome = await claimDue(deps, now);
  if (outcome.claimed === null) return { did: 0, why: outcome.why };
  const { claimed } = outcome;
  const { claimNo } = claimed.claim;
  try {
    if (claimed.sends.length > 0) await handOverAll(deps, now, claimed);
  } finally {
    deps.worker.leases.delete(claimNo);
  }
  if (claimed.stoppedIn.length > 0) await judgeCampaigns(deps, now, claimed.stoppedIn);
  return { did: claimed.sends.length + claimed.looked };
}

async function handOverAll(deps: EngineDeps, now: Moment, claimed: Claimed): Promise<void> {
  const rendered = await renderClaimed(deps, now, claimed);
  const queue = rendered.filter((one) => one.made.ok);
  const { connectionsMax, roundsMax, handfulMax } = deps.settings;
  const lanes = Math.max(1, Math.floor(connectionsMax / roundsMax / handfulMax));
  let gone = 0;
  const walk = async (): Promise<void> => {
    while (queue.length > 0) {
      gone += await handOverSome(deps, { now, claimed, some: queue.splice(0, handfulMax) });
    }
  };
  // Every lane is waited for, also when one fails: none may outlive the lease it relies on.
  const walked = await Promise.allSettled(Array.from({ length: lanes }, walk));
  // What a later claim may find better is given back with the rest.
  const spoilt = rendered.filter(({ made }) => !made.ok && !made.again);
  await endClaim(deps, { now, claimed, spoilt, rest: gone < claimed.sends.length });
  for (const lane of walked) if (lane.status === 'rejected') throw lane.reason;
}

type Some = {
  readonly now: Moment;
  readonly claimed: Claimed;
  readonly some: readonly Rendered[];
};

/** How many of them went onto the wire. */
async function handOverSome(deps: EngineDeps, { now, claimed, some }: Some): Promise<number> {
  const { claim } = claimed;
  // A lease that may have ended is not trusted: what is still claimed is given up below.
  if (!leaseHolds(deps, claim.claimNo)) return 0;
  const going = await putOnWire(deps, { now, claimed, some });
  const answers = await Promise.all(
    some.filter(({ row }) => going.has(row.id)).map((one) => handOverOne(deps, claim.claimNo, one)),
  );
  await settleSurely(deps, { now, claimed, answers });
  return going.size;
}

async function putOnWire(
  deps: EngineDeps,
  { now, claimed, some }: Some,
): Promise<ReadonlySet<string>> {
  const { claimNo, leaseToken, engineEpoch } = claimed.claim;
  const { engine, real } = later(deps, now);
  try {
    return await markOnWire(deps.db, {
      claimNo,
      leaseToken,
      engineEpoch,
      now: engine,
      real,
      sends: some.flatMap(({ row, made }) =>
        made.ok
          ? [{ id: row.id, messageId: made.envelope.messageId, bytesHash: made.bytesHash }]
          : [],
      ),
    });
  } catch (error) {
    // It may have been written all the same. Nothing of it was handed over, and that is certain.
    const response = 'The database failed before the first byte.';
    const answers = some.map((one) => answered(one, { outcome: 'unreachable' }, response));
    await settleSurely(deps, { now, claimed, answers });
    throw error;
  }
}

// --- From here until the settlement commits nothing may throw: what was answered would be lost.
// ---

async function handOverOne(deps: EngineDeps, claimNo: number, one: Rendered): Promise<Answered> {
  const { row, made } = one;
  assert(made.ok, 'only what was rendered goes onto the wire');
  // The machine may have slept between the commit above and now, for longer than the lease lasts.
  if (!leaseHolds(deps, claimNo)) {
    return answered(one, { outcome: 'unreachable' }, 'The lease ended before the first byte.');
  }
  try {
    const answer = await deps.mailer.handOver(made.mailbox, made.envelope);
    return answered(one, toWireAnswer(answer), answer.response);
  } catch (error) {
    // A mailer answers and never throws; one that does has left us without an answer.
    deps.log.warn({ sendId: row.id, error: String(error) }, 'the mailer broke its promise');
    return answered(one, { outcome: 'unknown' }, 'The mailer failed without an answer.');
  }
}

function answered({ row, made }: Rendered, answer: WireAnswer, response: string): Answered {
  return { row, messageId: made.ok ? made.envelope.messageId : '', answer, response };
}

function toWireAnswer(answer: HandOver): WireAnswer {
  switch (answer.outcome) {
    case 'accepted':
    case 'unreachable':
    case 'unknown':
      return { outcome: answer.outcome };
    case 'refused':
      return { outcome: 'refused', permanent: answer.permanent, recipient: answer.recipient };
  }
}

const settleRetryMs = 1_000;

/**
 * For as long as the process lives: the answer exists nowhere else. It may come after a sweeper has
 * called the send unknown, and then lifts it. A process told to stop has its own bound, in `main`.
 */
async function settleSurely(
  deps: EngineDeps,
  of: { readonly now: Moment; readonly claimed: Claimed; readonly answers: readonly Answered[] },
): Promise<void> {
  const { accountId, leaseToken } = of.claimed.claim;
  for (let tries = 1; ; tries++) {
    try {
      const { engine } = later(deps, of.now);
      await settleAnswers(deps, { accountId, leaseToken, now: engine, answers: of.answers });
      return;
    } catch (error) {
      deps.log.warn({ tries, error: String(error) }, 'a settlement could not be written yet');
      await deps.clock.sleep(settleRetryMs);
    }
  }
}

// --- Until here. ---

/**
 * What is claimed and has not gone is made ready again; what cannot be rendered at all has
 * failed.
 */
async function endClaim(
  deps: EngineDeps,
  of: {
    readonly now: Moment;
    readonly claimed: Claimed;
    readonly spoilt: readonly Rendered[];
    readonly rest: boolean;
  },
): Promise<void> {
  const { now, claimed, spoilt } = of;
  const { accountId, claimNo, leaseToken } = claimed.claim;
  if (spoilt.length > 0) await failSpoilt(deps, { now, claimed, spoilt });
  await inTransaction(deps.db, async (tx) => {
    if (of.rest) {
      const reason = 'Given back before the wire.';
      await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { claimNo } });
    }
    await closeClaim(tx, { claimNo, leaseToken, real: later(deps, now).real });
  });
}

/** From `claimed` straight to its end: it was never on the wire, and a crash leaves it claimed. */
async function failSpoilt(
  deps: EngineDeps,
  of: { readonly now: Moment; readonly claimed: Claimed; readonly spoilt: readonly Rendered[] },
): Promise<void> {
  const answers = of.spoilt.flatMap((one) =>
    one.made.ok ? [] : [answered(one, { outcome: 'unsendable', reason: one.made.reason }, '')],
  );
  await settleSurely(deps, { now: of.now, claimed: of.claimed, answers });
}
