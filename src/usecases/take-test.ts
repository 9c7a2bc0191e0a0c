/**
 * Takes the slot of a test in its mailbox and writes the test down, and gives both back where it
 * never reached the wire. Under the lock of claiming: a campaign and a test take no slot twice.
 */
import type { MailboxRow } from '../db/aliases.ts';
import { findSuppressed } from '../db/content.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findEngine } from '../db/engine.ts';
import {
  addUse,
  giveBackUse,
  lockAccountPace,
  moveMailboxPaces,
  openAccountPace,
} from '../db/pace.ts';
import type { EarlierTest } from '../db/test-mails.ts';
import {
  countTestMails,
  findTestOfRequest,
  insertTestMail,
  markTestNotSent,
} from '../db/test-mails.ts';
import { rightNow } from '../domain/engine/fence.ts';
import type { Failure } from '../domain/failure.ts';
import { domainOf } from '../domain/lead/address.ts';
import { hourMs } from '../domain/schedule/instant.ts';
import { bucketOf } from '../domain/schedule/rolling-cap.ts';
import { chooseMailbox } from '../domain/send/mailbox-choice.ts';
import type { TestMailRefusal } from '../domain/send/test-mail.ts';
import { testMailRefusal } from '../domain/send/test-mail.ts';
import { assert } from '../lib/assert.ts';
import type { Moment } from '../ports/clock.ts';
import { answerKeptMs } from './answer-once.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, DbDep, RequestKeyDep, WireRightDep } from './deps.ts';
import { loadMailboxFacts } from './load-send-facts.ts';
import { wakeCampaignsOf } from './wake-campaigns-of.ts';
import { writeAudit } from './write-audit.ts';

type TakeDeps = DbDep & ChanceDep & WireRightDep & RequestKeyDep;

export type TestToTake = {
  readonly row: MailboxRow;
  readonly to: string;
  readonly id: string;
  readonly messageId: string;
  readonly now: Moment;
};

export type Taken =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The same request was here before. */
  | { readonly kind: 'earlier'; readonly test: EarlierTest };

/** What the request came to when it came before; null: it is new, or comes only once. */
export async function findEarlierTest(
  { requestKey }: RequestKeyDep,
  db: Db,
  { accountId, now }: { readonly accountId: string; readonly now: Moment },
): Promise<EarlierTest | null> {
  if (requestKey === undefined) return null;
  return findTestOfRequest(db, { accountId, requestKey, since: now.real - answerKeptMs });
}

export function takeTest(deps: TakeDeps, caller: Caller, mail: TestToTake): Promise<Taken> {
  const { accountId } = caller;
  const { now } = mail;
  return inTransaction(deps.db, async (tx): Promise<Taken> => {
    await openAccountPace(tx, accountId);
    await lockAccountPace(tx, accountId);
    const test = await findEarlierTest(deps, tx, { accountId, now });
    if (test !== null) return { kind: 'earlier', test };
    const judged = await judge(deps, tx, mail);
    if (judged.refusal !== null) {
      return { kind: 'refused', failure: failureOf(judged.refusal, now) };
    }
    await takeSlot(tx, mail);
    await writeDown(deps, tx, { caller, mail, engineEpoch: judged.engineEpoch });
    return { kind: 'taken' };
  });
}

async function judge(
  deps: TakeDeps,
  tx: Db,
  mail: TestToTake,
): Promise<{ readonly refusal: TestMailRefusal | null; readonly engineEpoch: number }> {
  const { now, to } = mail;
  const { id: aliasId, accountId } = mail.row.alias;
  const engine = await findEngine(tx);
  assert(engine !== null, 'a database that is served has an engine');
  const suppressed = await findSuppressed(tx, accountId, { emails: [to], domains: [domainOf(to)] });
  const here = { accountId, now: now.engine, aliasIds: [aliasId] };
  // The links of a test lead to nobody's: they need not be public.
  const { mailboxesById } = await loadMailboxFacts(tx, { ...here, linksArePublic: true });
  const since = now.real - hourMs;
  const began = { epoch: deps.engineEpoch, beganFenced: deps.fencedBecause !== null };
  const isFenced = engine.fenced_at !== null;
  const refusal = testMailRefusal({
    right: rightNow(began, { epoch: engine.epoch, isFenced }),
    fenceReason: isFenced ? (engine.fence_reason ?? 'An operator closed the wire.') : null,
    suppressedBy: suppressedBy(suppressed),
    mailbox: chooseMailbox([...mailboxesById.values()], aliasId, now.engine),
    sentInHour: await countTestMails(tx, { accountId, since }),
  });
  return { refusal, engineEpoch: engine.epoch };
}

function suppressedBy(
  found: Awaited<ReturnType<typeof findSuppressed>>,
): 'email' | 'domain' | null {
  if (found.emails.size > 0) return 'email';
  return found.domains.size > 0 ? 'domain' : null;
}

async function takeSlot(tx: Db, { row, now }: TestToTake): Promise<void> {
  const { id, accountId, minGapSeconds } = row.alias;
  const uses = [{ key: id, bucket: bucketOf(now.engine), count: 1 }];
  // The order in which a claim locks them.
  if (minGapSeconds > 0) {
    const freeAt = new Map([[id, now.engine + minGapSeconds * 1000]]);
    await moveMailboxPaces(tx, accountId, freeAt);
  }
  await addUse(tx, { accountId, kind: 'alias', uses });
}

type Written = {
  readonly caller: Caller;
  readonly mail: TestToTake;
  readonly engineEpoch: number;
};

async function writeDown(deps: TakeDeps, tx: Db, written: Written): Promise<void> {
  const { caller, mail, engineEpoch } = written;
  const { id, messageId, now, to: recipient } = mail;
  const { id: aliasId, accountId } = mail.row.alias;
  const after = { id, accountId, aliasId, recipient, messageId, sentBy: caller.actor };
  const instants = { createdAt: now.engine, realAt: now.real };
  const requestKey = deps.requestKey ?? null;
  await insertTestMail(tx, { ...after, ...instants, requestKey, engineEpoch });
  await writeAudit(tx, caller, {
    chance: deps.chance,
    now,
    action: 'alias.test_send',
    kind: 'alias',
    id: aliasId,
    before: null,
    after,
  });
}

function failureOf(refusal: TestMailRefusal, now: Moment): Failure {
  if (refusal.code !== 'MAILBOX_LIMIT_REACHED') return refusal;
  const { code, message, until } = refusal;
  if (until === null || !Number.isFinite(until)) return { code, message };
  return {
    code,
    message: `${message} The next message may leave at ${new Date(until).toISOString()}.`,
    data: { nextAt: until },
    retryAfterSeconds: Math.max(1, Math.ceil((until - now.engine) / now.rate / 1000)),
  };
}

/**
 * Ends a test that never reached the wire, with its slot given back. False where it did: somebody
 * else has put it there meanwhile, or ended it.
 */
export function endBeforeWire(
  { db }: DbDep,
  test: { readonly accountId: string; readonly id: string },
  { smtpResponse, now }: { readonly smtpResponse: string; readonly now: Moment },
): Promise<boolean> {
  const { accountId } = test;
  return inTransaction(db, async (tx) => {
    await lockAccountPace(tx, accountId);
    const ended = await markTestNotSent(tx, test, { smtpResponse, now: now.engine });
    if (ended === null) return false;
    const { aliasId, createdAt } = ended;
    // A campaign may have been told to wait for this slot.
    await wakeCampaignsOf(tx, { alias: { id: aliasId, accountId }, now: now.engine });
    const buckets = [bucketOf(createdAt)];
    await giveBackUse(tx, { accountId, kind: 'alias', keys: [aliasId], buckets });
    return true;
  });
}
