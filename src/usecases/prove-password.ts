/** Finds out whose e-mail address and password belong together, slowing whoever guesses. */
import { listPeopleByAddress } from '../db/addresses.ts';
import type { Person } from '../db/people.ts';
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
import {
  busy,
  giveBackTries,
  type SignInSubjects,
  takeSignInTry,
  wrongAgain,
} from './slow-down.ts';

export type PasswordInput = {
  readonly email: string;
  readonly password: string;
  /** Besides whoever has proved the address, members of this account alone; null: everybody. */
  readonly accountId: string | null;
  /** Of the other end of the connection. */
  readonly address: string;
};

/** Each of them has this address and this password: whoever has proved it comes first. */
export type Proven = { readonly people: readonly Person[]; readonly now: Moment };

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
    const { counted, known } = await subjectsOf(deps, { email, place, real: now.real });
    const taken = await takeSignInTry(deps, now.real)(counted);
    if (!taken.ok) return taken;
    const { accountId } = input;
    const people = await listPeopleByAddress(deps.db, { email, accountId });
    const hashes = people.flatMap(({ passwordHash }) => passwordHash ?? []);
    const turn = taken.value === 'slowed' ? place : null;
    const password = normalisePassword(input.password);
    const matches = await deps.credentials.verifyAny(password, { hashes, turn });
    if (matches === 'busy') {
      await giveBackTries(deps, counted);
      return failed(busy);
    }
    if (matches.length === 0) return failed(turn === null ? refused : wrongAgain);
    await forgive(deps, { counted, known, real: now.real });
    const whose = people.filter(({ passwordHash }) => matches.includes(passwordHash ?? ''));
    return ok({ people: whose, now });
  };
}

const refused: Failure = {
  code: 'SIGN_IN_REFUSED',
  message: 'This e-mail address and password do not belong together; check both.',
};

type Subjects = { readonly counted: SignInSubjects; readonly known: Subject };

async function subjectsOf(
  deps: DbDep,
  { email, place, real }: { readonly email: string; readonly place: string; readonly real: number },
): Promise<Subjects> {
  const known = subjectOf('known_place', email, place);
  const tries = await findTries(deps.db, known);
  const isKnown = tries !== null && real - tries.lastAt < knownPlaceMs;
  if (isKnown) return { counted: { known }, known };
  const counted = {
    place: subjectOf('place', place),
    address: subjectOf('address', email),
    pair: subjectOf('pair', email, place),
  };
  return { counted, known };
}

/**
 * The address was the person's own: its failures are forgotten, and the place is known from now on.
 * Those of the place are not: whoever has one password right may be guessing others.
 */
async function forgive(
  deps: DbDep,
  { counted, known, real }: Subjects & { readonly real: number },
): Promise<void> {
  if (!('known' in counted)) {
    await giveBackTry(deps.db, counted.place);
    await deleteTries(deps.db, counted.address);
    await deleteTries(deps.db, counted.pair);
  }
  await writeTries(deps.db, known, { kind: 'known_place', failures: 0, lastAt: real });
}
