/** The place where a person signs in, and where they sign out. */
import { inTransaction } from '../db/database.ts';
import { holdMember, listAccountsOfPerson, lockPerson, markPassword } from '../db/people.ts';
import { deleteSession } from '../db/sessions.ts';
import type { Failure } from '../domain/failure.ts';
import { normalisePassword } from '../domain/people/password.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { type Arrival, beginSession, type SignedIn } from './begin-session.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, PeopleDeps } from './deps.ts';
import { provePassword } from './prove-password.ts';
import { writeAudit } from './write-audit.ts';

export type SignInInput = {
  readonly email: string;
  readonly password: string;
  readonly arrival: Arrival;
};

/** Into the account they came to first; from there they can switch. */
export function signIn(deps: PeopleDeps) {
  return async ({ email, password, arrival }: SignInInput): Promise<Result<SignedIn, Failure>> => {
    const { address } = arrival;
    const proven = await provePassword(deps)({ email, password, address });
    if (!proven.ok) return proven;
    const { person, now } = proven.value;
    const better = await betterHash(deps, password, person.passwordHash);
    return inTransaction(deps.db, async (tx) => {
      const fresh = await lockPerson(tx, person.id);
      // Whoever changes a password ends every other session: this one must not slip in after.
      if (fresh?.passwordHash !== person.passwordHash) return failed(changedMeanwhile);
      const [account] = await listAccountsOfPerson(tx, person.id);
      const role = account === undefined ? null : await holdMember(tx, account.id, person.id);
      if (account === undefined || role === null) return failed(noAccount);
      if (better !== null) await markPassword(tx, person.id, better);
      const { id: accountId } = account;
      return ok(
        await beginSession(tx, deps, { now, arrival, personId: person.id, accountId, role }),
      );
    });
  };
}

/** A hash that was made when hashes cost less is made anew while the password is at hand. */
async function betterHash(
  deps: PeopleDeps,
  password: string,
  hash: string | null,
): Promise<string | null> {
  if (hash === null || !deps.credentials.isOutdated(hash)) return null;
  return deps.credentials.hash(normalisePassword(password));
}

const changedMeanwhile: Failure = {
  code: 'SIGN_IN_REFUSED',
  message: 'The password was changed at this very moment; sign in with the new one.',
};
const noAccount: Failure = {
  code: 'NO_ACCOUNT',
  message: 'You are a member of no account any more; ask an owner for an invitation.',
};

export function signOut(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller): Promise<Result<{ readonly sessionId: string }, never>> => {
    const { sessionId, userId: personId } = caller;
    assert(sessionId !== null, 'only a person signs out');
    const now = await deps.clock.read();
    await inTransaction(deps.db, async (tx) => {
      if (!(await deleteSession(tx, { sessionId, personId }))) return;
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
