/**
 * The place where a recipient says that they want no more of it, and from then on hears no more.
 *
 * Nobody is signed in: the link says who it is, and that it is they. What is on the wire already
 * cannot be called back; nothing begins to leave after this has been answered.
 */
import { hasAccount } from '../db/accounts.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findEnrolment } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import { findLiveSuppression, insertSuppression } from '../db/suppressions.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import type { Moment } from '../ports/clock.ts';
import type { Recipient } from '../ports/links.ts';
import type { ChanceDep, ClockDep, DbDep, LinksDep } from './deps.ts';
import { stopLeads } from './stop-leads.ts';
import { writeAudit } from './write-audit.ts';

/** What is written beside what they did; their address stands in the suppression alone. */
export const recipientActor = 'recipient';

/** Whose link it is: what a page shows, or what was done for them. */
export type LinkAnswer =
  | { readonly kind: 'recipient'; readonly email: string }
  /** The link is of a mail that somebody sent to try it out: there is nothing to stop. */
  | { readonly kind: 'test' }
  /** We have not made this link, or have forgotten all about it. */
  | { readonly kind: 'unknown' };

/** Reads the link and nothing else: whoever looks changes nothing, and waits for nothing. */
export function lookAtLink({ links }: LinksDep) {
  return ({ token }: { readonly token: string }): LinkAnswer => {
    const recipient = links.recipientOf(token);
    if (recipient === null) return { kind: 'unknown' };
    if (recipient.enrolmentId === null) return { kind: 'test' };
    return { kind: 'recipient', email: recipient.email };
  };
}

export function unsubscribe(deps: DbDep & ClockDep & ChanceDep & LinksDep) {
  return async (input: {
    readonly token: string;
    readonly requestId: string;
  }): Promise<LinkAnswer> => {
    const recipient = deps.links.recipientOf(input.token);
    if (recipient === null) return { kind: 'unknown' };
    const { accountId, enrolmentId, email } = recipient;
    if (enrolmentId === null) return { kind: 'test' };
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx): Promise<LinkAnswer> => {
      // A database that was restored, or begun anew, under the same key.
      if (!(await hasAccount(tx, accountId))) return { kind: 'unknown' };
      await obey(deps, tx, { recipient: { ...recipient, enrolmentId }, now, ...input });
      return { kind: 'recipient', email };
    });
  };
}

type Obey = {
  readonly recipient: Recipient & { readonly enrolmentId: string };
  readonly now: Moment;
  readonly requestId: string;
};

/** The same twice is the same once: the second finds nothing to do. */
async function obey(deps: ChanceDep, tx: Db, of: Obey): Promise<void> {
  const { now, requestId } = of;
  const { accountId, enrolmentId, email } = of.recipient;
  const suppression: Suppression = {
    id: deps.chance.uuid(now.engine),
    accountId,
    email,
    domain: null,
    reason: 'unsubscribed',
    note: null,
    createdAt: now.engine,
    createdBy: recipientActor,
    released: null,
  };
  const isNew = await insertSuppression(tx, suppression);
  const { inFlight, stopped } = await stopLeads(tx, {
    accountId,
    where: { email },
    outcome: 'unsubscribed',
    stopReason: 'UNSUBSCRIBED',
    now,
    by: recipientActor,
  });
  if (!isNew && stopped === 0) return;
  const live = isNew ? suppression : await findLiveSuppression(tx, accountId, { email });
  if (live === null) return;
  const enrolment = await findEnrolment(tx, accountId, enrolmentId);
  if (enrolment !== null) {
    await insertEvent(tx, {
      id: deps.chance.uuid(now.real),
      accountId,
      campaignId: enrolment.campaign_id,
      enrolmentId,
      type: 'unsubscribed',
      at: now.engine,
      step: enrolment.step,
      actor: recipientActor,
      data: { in_flight: inFlight },
    });
  }
  await writeAudit(
    tx,
    { accountId, actor: recipientActor, requestId },
    {
      chance: deps.chance,
      now,
      action: 'suppression.unsubscribe',
      kind: 'suppression',
      id: live.id,
      before: null,
      after: live,
    },
  );
}
