/** The place where a person who has proved who they are gets a session. */
import type { Db } from '../db/database.ts';
import { deleteOldestSessions, insertSession } from '../db/sessions.ts';
import { placeOf } from '../domain/people/place.ts';
import { csrfTokenOf, sessionLifeMs, sessionsOfPersonMax } from '../domain/people/session.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import { grants, type Role } from '../domain/permission.ts';
import type { Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
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

export type Beginning = {
  readonly now: Moment;
  readonly arrival: Arrival;
  readonly personId: string;
  readonly accountId: string;
  readonly role: Role;
  /** What brought them here, where it was more than signing in. */
  readonly act?: Omit<AuditOf, 'chance' | 'now'>;
};

export async function beginSession(
  tx: Db,
  deps: ChanceDep & CredentialsDep,
  { now, arrival, personId, accountId, role, act }: Beginning,
): Promise<SignedIn> {
  const token = deps.credentials.token();
  const session = {
    id: deps.chance.uuid(now.real),
    personId,
    accountId,
    userAgent: arrival.userAgent,
    place: placeOf(arrival.address),
    createdAt: now.real,
    lastSeenAt: now.real,
    expiresAt: now.real + sessionLifeMs,
  };
  await deleteOldestSessions(tx, { personId, kept: sessionsOfPersonMax - 1 });
  await insertSession(tx, { ...session, tokenHash: tokenHashOf(token) });
  const caller: Caller = {
    accountId,
    actor: personId,
    userId: personId,
    keyId: null,
    sessionId: session.id,
    role,
    requestId: arrival.requestId,
    permissions: new Set(grants[role].permissions),
    accounts: null,
  };
  const begun = { action: 'session.begin', kind: 'session', id: session.id } as const;
  const line = act ?? { ...begun, before: null, after: session };
  await writeAudit(tx, caller, { ...line, chance: deps.chance, now });
  const lifeSeconds = sessionLifeMs / 1_000;
  return { caller, token, csrfToken: csrfTokenOf(token), lifeSeconds };
}
