/** The place where a person who has proved who they are gets a session. */
import { insertChoices } from '../db/account-choice.ts';
import type { Db } from '../db/database.ts';
import { deleteOldestSessions, insertSession } from '../db/sessions.ts';
import { placeOf } from '../domain/people/place.ts';
import {
  choiceLifeMs,
  csrfTokenOf,
  type Session,
  sessionLifeMs,
  sessionsOfPersonMax,
} from '../domain/people/session.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import { grants, type Role } from '../domain/permission.ts';
import type { Moment } from '../ports/clock.ts';
import { type Caller, noAccountId } from './caller.ts';
import type { ChanceDep, CredentialsDep } from './deps.ts';
import { type AuditOf, writeAudit } from './write-audit.ts';

/** From where somebody comes, and with what. */
export type Arrival = {
  readonly address: string;
  readonly userAgent: string | null;
  readonly requestId: string | null;
};

export type SignedIn = {
  readonly caller: Caller;
  /** Handed out once. */
  readonly token: string;
  readonly csrfToken: string;
  readonly lifeSeconds: number;
};

type Coming = {
  readonly now: Moment;
  readonly arrival: Arrival;
  readonly personId: string;
};

export type Beginning = Coming & {
  readonly accountId: string;
  readonly role: Role;
  /** What brought them here, where it was more than signing in. */
  readonly act?: Omit<AuditOf, 'chance' | 'now'>;
};

type Deps = ChanceDep & CredentialsDep;

export async function beginSession(
  tx: Db,
  deps: Deps,
  { accountId, role, act, ...coming }: Beginning,
): Promise<SignedIn> {
  const { now } = coming;
  const expiresAt = now.real + sessionLifeMs;
  const { session, signedIn } = await open(tx, deps, { ...coming, accountId, expiresAt });
  const permissions = new Set(grants[role].permissions);
  const caller: Caller = { ...signedIn.caller, accountId, role, permissions };
  const begun = { action: 'session.begin', kind: 'session', id: session.id } as const;
  const line = act ?? { ...begun, before: null, after: session };
  await writeAudit(tx, caller, { ...line, chance: deps.chance, now });
  return { ...signedIn, caller };
}

export type Choice = Coming & {
  /** Whoever else the password was right for. */
  readonly otherIds: readonly string[];
};

/**
 * It acts nowhere, and so is on no trail, until an account is chosen: which it may be is asked
 * again then.
 */
export async function beginChoice(
  tx: Db,
  deps: Deps,
  { otherIds, ...coming }: Choice,
): Promise<SignedIn> {
  const expiresAt = coming.now.real + choiceLifeMs;
  const { session, signedIn } = await open(tx, deps, { ...coming, accountId: null, expiresAt });
  await insertChoices(tx, session.id, otherIds);
  return signedIn;
}

type Opening = Coming & { readonly accountId: string | null; readonly expiresAt: number };

async function open(
  tx: Db,
  deps: Deps,
  { now, arrival, personId, accountId, expiresAt }: Opening,
): Promise<{ readonly session: Session; readonly signedIn: SignedIn }> {
  const token = deps.credentials.token();
  const session: Session = {
    id: deps.chance.uuid(now.real),
    personId,
    accountId,
    userAgent: arrival.userAgent,
    place: placeOf(arrival.address),
    createdAt: now.real,
    lastSeenAt: now.real,
    expiresAt,
  };
  await deleteOldestSessions(tx, { personId, kept: sessionsOfPersonMax - 1 });
  await insertSession(tx, { ...session, tokenHash: tokenHashOf(token) });
  const caller: Caller = {
    accountId: noAccountId,
    actor: personId,
    userId: personId,
    keyId: null,
    sessionId: session.id,
    role: null,
    requestId: arrival.requestId,
    permissions: new Set(),
    accounts: null,
  };
  const lifeSeconds = sessionLifeMs / 1_000;
  return { session, signedIn: { caller, token, csrfToken: csrfTokenOf(token), lifeSeconds } };
}
