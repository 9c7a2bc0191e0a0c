/** The place where a person signs in, and where they sign out. */
import { type Db, inTransaction } from '../db/database.ts';
import {
  holdMember,
  listAccountsOfPerson,
  lockPerson,
  markPassword,
  type Person,
} from '../db/people.ts';
import { deleteSession } from '../db/sessions.ts';
import type { Failure } from '../domain/failure.ts';
import { normalisePassword } from '../domain/people/password.ts';
import type { Role } from '../domain/permission.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { holdInvitation, joinByLink, linkNotValid } from './accept-invitation.ts';
import { type Arrival, beginChoice, beginSession, type SignedIn } from './begin-session.ts';
import { type Caller, hasChosen } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, PeopleDeps } from './deps.ts';
import { type Proven, provePassword } from './prove-password.ts';
import { writeAudit } from './write-audit.ts';

export type SignInInput = {
  readonly email: string;
  readonly password: string;
  /** Where to go on; null: where there is one account, else it is asked. */
  readonly accountId: string | null;
  /** The token of a link, to join by it as whoever one is here already, member or not. */
  readonly invitation: string | null;
  readonly arrival: Arrival;
};

/**
 * Whoever has one account goes on there. With several nobody is taken into one unasked: which comes
 * first is not theirs to say, for somebody else may have invited them.
 */
export function signIn(deps: PeopleDeps) {
  return async (input: SignInInput): Promise<Result<SignedIn, Failure>> => {
    const { arrival, password, accountId, invitation } = input;
    const proven = await provePassword(deps)({ ...input, address: arrival.address });
    if (!proven.ok) return proven;
    const { people, now } = proven.value;
    const better = await betterHash(deps, password, people[0]?.passwordHash ?? null);
    if (invitation !== null) return signInAndJoin(deps, { arrival, people, now, invitation });
    return inTransaction(deps.db, async (tx) => {
      const fresh = await holdUnchanged(tx, people);
      const [first, ...others] = fresh;
      if (first === undefined) return failed(changedMeanwhile);
      if (better !== null && first.id === people[0]?.id) {
        await markPassword(tx, first.id, better);
      }
      const reached = await reachedBy(tx, fresh, accountId);
      const [only, second] = reached;
      if (only === undefined) return failed(accountId === null ? noAccount : notThatAccount);
      if (second === undefined) {
        return ok(await beginSession(tx, deps, { now, arrival, ...only }));
      }
      const otherIds = others.map(({ id }) => id);
      return ok(await beginChoice(tx, deps, { now, arrival, personId: first.id, otherIds }));
    });
  };
}

type SignInAndJoin = Proven & { readonly arrival: Arrival; readonly invitation: string };

/** As whoever has proved the address, if anybody has: they come first. */
function signInAndJoin(
  deps: PeopleDeps,
  { arrival, people, now, invitation }: SignInAndJoin,
): Promise<Result<SignedIn, Failure>> {
  return inTransaction(deps.db, async (tx) => {
    const held = await holdInvitation(tx, invitation, now.real);
    if (held === null) return failed(linkNotValid);
    const [person] = await holdUnchanged(tx, people);
    if (person === undefined) return failed(changedMeanwhile);
    const personId = person.id;
    const by = { actor: personId, requestId: arrival.requestId };
    const joining = { personId, sessionId: null, by, now, invitation: held };
    const joined = await joinByLink(tx, deps, joining);
    if (!joined.ok) return joined;
    const { accountId, role } = held;
    const act = joined.value;
    return ok(await beginSession(tx, deps, { now, arrival, personId, accountId, role, act }));
  });
}

/** Whoever changes a password ends every other session: this one must not slip in after. */
async function holdUnchanged(tx: Db, people: readonly Person[]): Promise<readonly Person[]> {
  const held = new Set<string>();
  // In the order of their ids: of two who hold the same people neither waits for the other.
  for (const { id, passwordHash } of people.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if ((await lockPerson(tx, id))?.passwordHash === passwordHash) held.add(id);
  }
  return people.filter(({ id }) => held.has(id));
}

type Reached = { readonly personId: string; readonly accountId: string; readonly role: Role };

/** Where two of them are members, whoever comes first is taken. */
async function reachedBy(
  tx: Db,
  people: readonly Person[],
  accountId: string | null,
): Promise<readonly Reached[]> {
  const reached = new Map<string, Reached>();
  for (const { id: personId } of people) {
    const own = await listAccountsOfPerson(tx, personId);
    for (const { id } of own.filter(({ id }) => accountId === null || id === accountId)) {
      if (reached.has(id)) continue;
      const role = await holdMember(tx, id, personId);
      if (role !== null) reached.set(id, { personId, accountId: id, role });
      // More than one is a choice, however many there are.
      if (reached.size > 1) return [...reached.values()];
    }
  }
  return [...reached.values()];
}

/** A hash that was made when hashes cost less is made anew while the password is at hand. */
async function betterHash(
  deps: PeopleDeps,
  password: string,
  hash: string | null,
): Promise<string | null> {
  if (hash === null || !deps.credentials.isOutdated(hash)) return null;
  return deps.credentials.hash(normalisePassword(password), hash);
}

const changedMeanwhile: Failure = {
  code: 'SIGN_IN_REFUSED',
  message: 'The password was changed at this very moment; sign in with the new one.',
};
const noAccount: Failure = {
  code: 'NO_ACCOUNT',
  message: 'You are a member of no account any more; ask an owner for an invitation.',
};

const notThatAccount: Failure = {
  code: 'NO_ACCOUNT',
  message: 'You are no member of that account; leave account_id out to see which ones are yours.',
};

export function signOut(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller): Promise<Result<{ readonly sessionId: string }, never>> => {
    const { sessionId, userId: personId } = caller;
    assert(sessionId !== null, 'only a person signs out');
    const now = await deps.clock.read();
    await inTransaction(deps.db, async (tx) => {
      if (!(await deleteSession(tx, { sessionId, personId }))) return;
      // It has done nothing anywhere.
      if (!hasChosen(caller)) return;
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'session.end',
        kind: 'session',
        id: sessionId,
        before: { id: sessionId, personId },
        after: null,
      });
    });
    return ok({ sessionId });
  };
}
