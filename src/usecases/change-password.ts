/** The place where a person changes their password, and every other session of theirs ends. */
import { inTransaction } from '../db/database.ts';
import { findPerson, lockPerson, markPassword } from '../db/people.ts';
import { deleteSessionsOfPerson } from '../db/sessions.ts';
import { giveBackTry } from '../db/sign-in-tries.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { normalisePassword, passwordFault } from '../domain/people/password.ts';
import { subjectOf } from '../domain/people/slowing.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { PeopleDeps } from './deps.ts';
import { busy, takeTry } from './slow-down.ts';
import { writeAudit } from './write-audit.ts';

export type ChangePasswordInput = {
  readonly currentPassword: string;
  readonly newPassword: string;
};

export type PasswordChanged = { readonly endedSessions: number };

/**
 * Whoever found a browser open must not find out the password by it, nor lock its owner out for
 * ever: the current one is asked for, and tries are counted.
 */
export function changePassword(deps: PeopleDeps) {
  return async (
    caller: Caller,
    input: ChangePasswordInput,
  ): Promise<Result<PasswordChanged, Failure>> => {
    const person = await findPerson(deps.db, caller.userId);
    assert(person !== null && person.email !== null, 'whoever signed in has an address');
    const fault = passwordFault(input.newPassword, { email: person.email, path: 'newPassword' });
    if (fault !== null) return failed(invalid([fault]));
    const proven = await proveOwn(deps, { ...person, password: input.currentPassword });
    if (!proven.ok) return proven;
    const { passwordHash: saltOf } = person;
    const passwordHash = await deps.credentials.hash(normalisePassword(input.newPassword), saltOf);
    if (passwordHash === null) return failed(busy);
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const fresh = await lockPerson(tx, person.id);
      if (fresh?.passwordHash !== person.passwordHash) return failed(invalid([notYours]));
      await markPassword(tx, person.id, passwordHash);
      const of = { personId: person.id, but: caller.sessionId };
      const endedSessions = await deleteSessionsOfPerson(tx, of);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'person.change_password',
        kind: 'person',
        id: person.id,
        before: { id: person.id },
        after: { id: person.id },
        changed: ['password'],
      });
      return ok({ endedSessions });
    });
  };
}

type Own = {
  readonly id: string;
  readonly passwordHash: string | null;
  readonly password: string;
};

async function proveOwn(
  deps: PeopleDeps,
  { id, passwordHash, password }: Own,
): Promise<Result<null, Failure>> {
  const { real } = await deps.clock.read();
  const subject = subjectOf('password', id);
  const taken = await takeTry(deps, real)(subject);
  if (!taken.ok) return taken;
  const compared = await deps.credentials.verify(normalisePassword(password), passwordHash);
  if (compared === 'mismatch') return failed(invalid([notYours]));
  await giveBackTry(deps.db, subject);
  return compared === 'busy' ? failed(busy) : ok(null);
}

const notYours = {
  path: ['currentPassword'],
  message: 'is not your password',
  type: 'password.wrong',
};
