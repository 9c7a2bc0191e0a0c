/** The place where a person sees their sessions, ends one, or goes on in another account. */
import { lockChoice, markChosen } from '../db/account-choice.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { holdMember } from '../db/people.ts';
import { deleteSession, listSessionsOfPerson, markAccount } from '../db/sessions.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import {
  isLive,
  type Session,
  sessionLifeMs,
  sessionsOfPersonMax,
} from '../domain/people/session.ts';
import { grants } from '../domain/permission.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import { type Caller, hasChosen } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type ListedSession = Session & { readonly isCurrent: boolean };

/** One's own, the one used last first; those that have lapsed are none any more. */
export function listSessions(deps: DbDep & ClockDep) {
  return async (caller: Caller): Promise<Result<readonly ListedSession[], never>> => {
    const { real } = await deps.clock.read();
    const of = { personId: caller.userId, limit: sessionsOfPersonMax };
    const sessions = await listSessionsOfPerson(deps.db, of);
    return ok(
      sessions
        .filter((session) => isLive(session, real))
        .map((session) => ({ ...session, isCurrent: session.id === caller.sessionId })),
    );
  };
}

export type EndSessionInput = { readonly sessionId: string };

export function endSession(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, { sessionId }: EndSessionInput): Promise<Result<null, Failure>> => {
    const now = await deps.clock.read();
    const personId = caller.userId;
    return inTransaction(deps.db, async (tx) => {
      if (!(await deleteSession(tx, { sessionId, personId }))) return failed(notFound('session'));
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'session.end',
        kind: 'session',
        id: sessionId,
        before: { id: sessionId, personId },
        after: null,
      });
      return ok(null);
    });
  };
}

export type SwitchAccountInput = { readonly accountId: string };

/** Answers who the session speaks for from now on: somebody else, where it was two people's. */
export function switchAccount(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: SwitchAccountInput): Promise<Result<Caller, Failure>> => {
    const now = await deps.clock.read();
    const go = hasChosen(caller) ? moveTo : choose;
    return inTransaction(deps.db, (tx) => go(tx, deps, { caller, now, ...input }));
  };
}

/** Only now it acts somewhere: its beginning is on that account's trail. */
async function choose(
  tx: Db,
  deps: ChanceDep,
  { caller, now, accountId }: Move,
): Promise<Result<Caller, Failure>> {
  const { sessionId } = caller;
  assert(sessionId !== null, 'only a person chooses an account');
  const chosen = await lockChoice(tx, { sessionId, accountId });
  if (chosen === null) return failed(notFound('account'));
  const { personId, role } = chosen;
  const expiresAt = now.real + sessionLifeMs;
  await markChosen(tx, { sessionId, accountId, personId, expiresAt });
  const permissions = new Set(grants[role].permissions);
  const moved = { ...caller, accountId, userId: personId, actor: personId, role, permissions };
  await writeAudit(tx, moved, {
    chance: deps.chance,
    now,
    action: 'session.begin',
    kind: 'session',
    id: sessionId,
    before: null,
    after: { id: sessionId, personId, accountId, expiresAt },
  });
  return ok(moved);
}

export type Move = {
  readonly caller: Caller;
  readonly now: Moment;
  readonly accountId: string;
};

export async function moveTo(
  tx: Db,
  deps: ChanceDep,
  { caller, now, accountId }: Move,
): Promise<Result<Caller, Failure>> {
  const { sessionId, userId } = caller;
  assert(sessionId !== null, 'only a person goes on in another account');
  const role = await holdMember(tx, accountId, userId);
  if (role === null) return failed(notFound('account'));
  const moved: Caller = {
    ...caller,
    accountId,
    role,
    permissions: new Set(grants[role].permissions),
  };
  if (accountId === caller.accountId) return ok(moved);
  await markAccount(tx, { sessionId, accountId });
  // On both trails: one sees them leave, the other sees them come.
  for (const side of [caller, moved]) {
    await writeAudit(tx, side, {
      chance: deps.chance,
      now,
      action: 'session.switch_account',
      kind: 'session',
      id: sessionId,
      before: { accountId: caller.accountId },
      after: { accountId },
    });
  }
  return ok(moved);
}
