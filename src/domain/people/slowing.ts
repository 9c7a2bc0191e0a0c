/**
 * Decides how whoever guesses passwords is slowed (decision 0047).
 *
 * Failures are counted for the place that asks, for the e-mail address that is asked for, and for
 * the pair of both. A place from which the address has signed in before has a count of its own
 * instead: an attacker elsewhere does not keep its person out.
 *
 * Failures at the same place never refuse a right password unlooked: beyond its free tries a place
 * gets one look at a time, and only a wrong password is told to wait. What refuses a try unlooked
 * is failures for this very address: from other places, or so many from this place that a person
 * who mistypes has long asked for a new password.
 */
import { sha256 } from '../../lib/sha256.ts';
import type { Instant } from '../schedule/instant.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;

export type TryKind = 'address' | 'place' | 'pair' | 'known_place' | 'password';

/** So many failures in a row cost nothing. An office has one place for all its people. */
export const freeFailures: Readonly<Record<TryKind, number>> = {
  address: 5,
  pair: 5,
  known_place: 5,
  password: 5,
  place: 20,
};
/** At one place, for one address: NIST SP 800-63B, 3.2.2 ends the looks at as many. */
export const lookedFailuresMax = 100;
/** From so many failures on a try may be refused unlooked. Those of a place alone refuse nobody. */
const refusingFailures: Readonly<Record<TryKind, number>> = {
  address: freeFailures.address,
  password: freeFailures.password,
  pair: lookedFailuresMax + 1,
  known_place: lookedFailuresMax + 1,
  place: Number.POSITIVE_INFINITY,
};
/** Nobody is ever told to wait for longer. */
export const waitMsMax = 15 * 60 * secondMs;
/** A place that is slowed has a rest of this length after each look. */
export const slowRestMs = 3 * secondMs;
/** After so long without a try all is forgotten. */
export const forgetMs = 24 * hourMs;
/** A place is known for so long after it was last signed in from. */
export const knownPlaceMs = 90 * 24 * hourMs;

export type Tries = {
  readonly kind: TryKind;
  /** In a row, including those that are being looked at. */
  readonly failures: number;
  readonly lastAt: Instant;
};

/** After so many failures: one second, two, four, … */
export function waitMsAfter(kind: TryKind, failures: number): number {
  const beyond = failures - refusingFailures[kind];
  return beyond < 0 ? 0 : Math.min(waitMsMax, 2 ** Math.min(beyond, 30) * secondMs);
}

/** When it may be tried again; a try that came too early counts for nothing. */
export function nextTryAt({ kind, failures, lastAt }: Tries): Instant {
  return lastAt + waitMsAfter(kind, failures);
}

/** As it stands after one more try, which is taken for a failure until it has turned out well. */
export function withTry(tries: Tries, real: Instant): Tries {
  return { kind: tries.kind, failures: failuresAt(tries, real) + 1, lastAt: real };
}

function failuresAt(tries: Tries, real: Instant): number {
  return real - tries.lastAt >= forgetMs ? 0 : tries.failures;
}

/** At a known place its own count alone is looked at. */
export type SignInTries =
  | { readonly known: Tries }
  | { readonly place: Tries; readonly address: Tries; readonly pair: Tries };

/** `looked`: at once. `slowed`: looked at in its turn. Else it is refused for so long, unlooked. */
export type Standing = 'looked' | 'slowed' | { readonly waitMs: number };

export function standingOf(tries: SignInTries, real: Instant): Standing {
  const own = 'known' in tries ? tries.known : tries.pair;
  const waitMs = Math.max(nextTryAt(own), 'known' in tries ? 0 : elsewhereUntil(tries)) - real;
  if (waitMs > 0) return { waitMs };
  const slowing = 'known' in tries ? [tries.known] : [tries.pair, tries.place];
  const isSlowed = slowing.some((each) => failuresAt(each, real) >= freeFailures[each.kind]);
  return isSlowed ? 'slowed' : 'looked';
}

/** Failures for the address at other places: those at this one are the pair's. */
function elsewhereUntil({
  address,
  pair,
}: {
  readonly address: Tries;
  readonly pair: Tries;
}): Instant {
  const failures = Math.max(0, address.failures - pair.failures);
  return nextTryAt({ ...address, failures });
}

export type Subject = { readonly kind: TryKind; readonly hash: Buffer };

/** Of the fixed length, and telling nothing: people mistype a password for an address. */
export function subjectOf(kind: TryKind, ...parts: readonly string[]): Subject {
  return { kind, hash: sha256(JSON.stringify([kind, ...parts])) };
}
