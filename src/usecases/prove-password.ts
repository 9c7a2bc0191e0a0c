/** The place where an e-mail address and a password are found to belong together, or not. */
import { findPersonByEmail, type Person } from '../db/people.ts';
import { deleteTries, findTries, giveBackTry, writeTries } from '../db/sign-in-tries.ts';
import type { Failure } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import { normalisePassword } from '../domain/people/password.ts';
import { placeOf } from '../domain/people/place.ts';
import { knownPlaceMs, type Subject, subjectOf } from '../domain/people/slowing.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { ClockDep, CredentialsDep, DbDep } from './deps.ts';
import { busy, giveBackTries, takeTry } from './slow-down.ts';

export type PasswordInput = {
  readonly email: string;
  readonly password: string;
  /** Of the other end of the connection. */
  readonly address: string;
};

export type Proven = { readonly person: Person; readonly now: Moment };

type Deps = DbDep & ClockDep & CredentialsDep;

/**
 * Whether the address is nobody's or the password wrong is one answer, after the same statements
 * and the same work on a hash: what a stranger measures says nothing.
 */
export function provePassword(deps: Deps) {
  return async (input: PasswordInput): Promise<Result<Proven, Failure>> => {
    const now = await deps.clock.read();
    const email = normaliseAddress(input.email) ?? input.email.trim().toLowerCase();
    const place = placeOf(input.address);
    const subjects = await subjectsOf(deps, { email, place, real: now.real });
    const taken = await takeTry(deps, now.real)(subjects.place, subjects.counted);
    if (!taken.ok) return taken;
    const person = await findPersonByEmail(deps.db, email);
    const password = normalisePassword(input.password);
    const compared = await deps.credentials.verify(password, person?.passwordHash ?? null);
    switch (compared) {
      case 'busy':
        await giveBackTries(deps, subjects.place, subjects.counted);
        return failed(busy);
      case 'mismatch':
        return failed(refused);
      case 'match':
        if (person === null) return failed(refused);
        await forgive(deps, subjects, now.real);
        return ok({ person, now });
    }
  };
}

const refused: Failure = {
  code: 'SIGN_IN_REFUSED',
  message: 'This e-mail address and password do not belong together; check both.',
};

type Subjects = {
  readonly place: Subject;
  /** The address as such, or the address as it is asked for from a place it is known at. */
  readonly counted: Subject;
  readonly known: Subject;
};

async function subjectsOf(
  deps: DbDep,
  { email, place, real }: { readonly email: string; readonly place: string; readonly real: number },
): Promise<Subjects> {
  const known = subjectOf('known_place', email, place);
  const tries = await findTries(deps.db, known);
  const isKnown = tries !== null && real - tries.lastAt < knownPlaceMs;
  const counted = isKnown ? known : subjectOf('address', email);
  return { place: subjectOf('place', place), counted, known };
}

/**
 * The address was the person's own: its failures are forgotten, and the place is known from now on.
 * Those of the place are not: whoever has one password right may be guessing others.
 */
async function forgive(deps: DbDep, subjects: Subjects, real: number): Promise<void> {
  await giveBackTry(deps.db, subjects.place);
  if (subjects.counted.kind === 'address') await deleteTries(deps.db, subjects.counted);
  await writeTries(deps.db, subjects.known, { kind: 'known_place', failures: 0, lastAt: real });
}
