/**
 * The place where one round of the road is walked: claim, render, put on the wire, hand over,
 * settle.
 *
 * What is on the wire at one instant has an open connection each, and there are `connectionsMax` at
 * most: a handful opens its connections before the statement that puts it there, so that after a
 * crash no more can be unknown than there were connections open.
 */
import { inTransaction } from '../db/database.ts';
import { closeClaim, markOnWire } from '../db/wire.ts';
import type { WireAnswer } from '../domain/send/settle.ts';
import { assert } from '../lib/assert.ts';
import type { Moment } from '../ports/clock.ts';
import type { HandOver, Line } from '../ports/mailer.ts';
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
  const lanes = Math.floor(connectionsMax / roundsMax / handfulMax);
  // Else handfuls that each have some of their lines would wait for each other's.
  assert(lanes > 0, 'the connections of a worker suffice for a handful in each of its rounds');
  let gone = 0;
  const walk = async (): Promise<void> => {
    while (queue.length > 0) {
      const some = queue.splice(0, handfulMax);
      const went = await handOverSome(deps, { now, claimed, some });
      // `gone += await …` would read the sum before the wait and lose what other lanes added.
      gone += went;
    }
  };
  // Every lane is waited for, also when one fails: none may outlive the lease it relies on.
  const walked = await Promise.allSettled(Array.from({ length: lanes }, walk));
  // What a later claim may find better is given back with the rest.
  const spoilt = rendered.filter(({ made }) => !made.ok && !made.again);
  const rest = gone + spoilt.length < claimed.sends.length;
  await endClaim(deps, { now, claimed, spoilt, rest });
  for (const lane of walked) if (lane.status === 'rejected') throw lane.reason;
}

type Some = {
  readonly now: Moment;
  readonly claimed: Claimed;
  readonly some: readonly Rendered[];
};

/** How many of them are done with: they went, or there was no way to go. */
async function handOverSome(deps: EngineDeps, { now, claimed, some }: Some): Promise<number> {
  const { claim } = claimed;
  // A lease that may have ended is not trusted: what is still claimed is given up below.
  if (!leaseHolds(deps, claim.claimNo)) return 0;
  const lined = await Promise.all(some.map((one) => openLine(deps, one)));
  const ready = lined.filter(isReady);
  const stuck = lined.flatMap(({ one, line }) =>
    line.open ? [] : [beforeTheWire(one, { outcome: 'unreachable' }, line.response)],
  );
  try {
    const going = await putOnWire(deps, { now, claimed, ready });
    const answers = await Promise.all(
      ready
        .filter(({ one }) => going.has(one.row.id))
        .map((held) => handOverOne(deps, claim.claimNo, held)),
    );
    await settleSurely(deps, { now, claimed, answers: [...answers, ...stuck] });
    return going.size + stuck.length;
  } finally {
    // Not before the answers are written: until then each may become an unknown of its line.
    for (const { line } of ready) line.release();
  }
}

type Lined = { readonly one: Rendered; readonly line: Line };
type Ready = { readonly one: Rendered; readonly line: Extract<Line, { open: true }> };

function isReady(lined: Lined): lined is Ready {
  return lined.line.open;
}

/** Before the wire state: what is unknown after a crash had a connection to be lost on. */
async function openLine(deps: EngineDeps, one: Rendered): Promise<Lined> {
  const { made, row } = one;
  assert(made.ok, 'only what was rendered looks for a line');
  try {
    return { one, line: await deps.mailer.open(made.mailbox) };
  } catch (error) {
    deps.log.warn({ sendId: row.id, error: String(error) }, 'the mailer broke its promise');
    return { one, line: { open: false, response: 'The mailer failed to connect.' } };
  }
}

type Departing = {
  readonly now: Moment;
  readonly claimed: Claimed;
  readonly ready: readonly Ready[];
};

async function putOnWire(
  deps: EngineDeps,
  { now, claimed, ready }: Departing,
): Promise<ReadonlySet<string>> {
  if (ready.length === 0) return new Set();
  const { claimNo, leaseToken, engineEpoch } = claimed.claim;
  const { engine, real } = later(deps, now);
  try {
    return await markOnWire(deps.db, {
      claimNo,
      leaseToken,
      engineEpoch,
      now: engine,
      real,
      sends: ready.flatMap(({ one: { row, made } }) =>
        made.ok
          ? [{ id: row.id, messageId: made.envelope.messageId, bytesHash: made.bytesHash }]
          : [],
      ),
    });
  } catch (error) {
    // It may have been written all the same. Nothing of it was handed over, and that is certain.
    const response = 'The database failed before the first byte.';
    const answers = ready.map(({ one }) => answered(one, { outcome: 'unreachable' }, { response }));
    await settleSurely(deps, { now, claimed, answers });
    throw error;
  }
}

// --- From here until the settlement commits nothing may throw: what was answered would be lost.
// ---

async function handOverOne(
  deps: EngineDeps,
  claimNo: number,
  { one, line }: Ready,
): Promise<Answered> {
  const { row, made } = one;
  assert(made.ok, 'only what was rendered goes onto the wire');
  // The machine may have slept between the commit above and now, for longer than the lease lasts.
  if (!leaseHolds(deps, claimNo)) {
    const response = 'The lease ended before the first byte.';
    return answered(one, { outcome: 'unreachable' }, { response });
  }
  try {
    const answer = await line.handOver(made.envelope);
    return answered(one, toWireAnswer(answer), answer);
  } catch (error) {
    // A mailer answers and never throws; one that does has left us without an answer.
    deps.log.warn({ sendId: row.id, error: String(error) }, 'the mailer broke its promise');
    const response = 'The mailer failed without an answer.';
    return answered(one, { outcome: 'unknown' }, { response });
  }
}

function answered(
  { row, made }: Rendered,
  answer: WireAnswer,
  said: { readonly response: string; readonly from?: Answered['from'] },
): Answered {
  const messageId = made.ok ? made.envelope.messageId : '';
  return { row, messageId, answer, response: said.response, from: said.from ?? 'on_wire' };
}

/** It ends where it is claimed: nothing of it was ever on the wire. */
function beforeTheWire(one: Rendered, answer: WireAnswer, response: string): Answered {
  return answered(one, answer, { response, from: 'claimed' });
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
      const settling = { accountId, leaseToken, now: engine, answers: of.answers };
      const lines = await settleAnswers(deps, settling);
      for (const line of lines) deps.log.info(line, 'attempt');
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
    one.made.ok ? [] : [beforeTheWire(one, { outcome: 'unsendable', reason: one.made.reason }, '')],
  );
  await settleSurely(deps, { now: of.now, claimed: of.claimed, answers });
}
