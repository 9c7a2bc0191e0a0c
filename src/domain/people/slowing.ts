/**
 * The place where it is decided how long whoever guesses passwords has to wait.
 *
 * Two counts: of the place that asks, and of the e-mail address that is asked for. Places from
 * which that address has signed in before have a count of their own for it: so an attacker
 * elsewhere, who keeps the common count high for ever, does not keep the person out.
 */
import { sha256 } from '../../lib/sha256.ts';
import type { Instant } from '../schedule/instant.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;

export type TryKind = 'address' | 'place' | 'known_place' | 'password';

/** So many failures in a row cost nothing. An office has one place for all its people. */
export const freeFailures: Readonly<Record<TryKind, number>> = {
  address: 5,
  known_place: 5,
  password: 5,
  place: 20,
};
/** Nobody is ever told to wait for longer. */
export const waitMsMax = 15 * 60 * secondMs;
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
  const beyond = failures - freeFailures[kind];
  return beyond < 0 ? 0 : Math.min(waitMsMax, 2 ** Math.min(beyond, 30) * secondMs);
}

/** When it may be tried again; a try that came too early counts for nothing. */
export function nextTryAt({ kind, failures, lastAt }: Tries): Instant {
  return lastAt + waitMsAfter(kind, failures);
}

/** As it stands after one more try, which is taken for a failure until it has turned out well. */
export function withTry(tries: Tries, real: Instant): Tries {
  const failures = real - tries.lastAt >= forgetMs ? 0 : tries.failures;
  return { kind: tries.kind, failures: failures + 1, lastAt: real };
}

export type Subject = { readonly kind: TryKind; readonly hash: Buffer };

/** Of the fixed length, and telling nothing: people mistype a password for an address. */
export function subjectOf(kind: TryKind, ...parts: readonly string[]): Subject {
  return { kind, hash: sha256(JSON.stringify([kind, ...parts])) };
}
