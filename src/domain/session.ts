/** The place where it is said what a session is: how long it lives, and what of it is kept. */
import { sha256 } from '../lib/sha256.ts';
import type { Instant } from './schedule/instant.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** From signing in to signing in again, however busy. */
export const sessionLifeMs = 30 * dayMs;
/** Without a request. */
export const sessionIdleMsMax = 7 * dayMs;
/** How exactly it is known when a token was last used: not every request is worth a write. */
export const lastUseMsMin = minuteMs;

/** 32 random bytes as URL-safe characters: what is handed out once, and kept as a hash alone. */
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

export function isToken(text: string): boolean {
  return tokenShape.test(text);
}

/** No salt and no stretching: 256 random bits are not guessed, and a look-up needs one hash. */
export function tokenHashOf(token: string): Buffer {
  return sha256(token);
}

/**
 * Derived from the session's token, so that nothing more is kept: whoever knows it can neither
 * find the token nor act without it. See decision 0022.
 */
export function csrfTokenOf(sessionToken: string): string {
  return sha256(`countersign csrf\n${sessionToken}`).toString('base64url');
}

/** On the real clock. */
export type SessionTimes = {
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
};

export function isLive({ lastSeenAt, expiresAt }: SessionTimes, real: Instant): boolean {
  return real < expiresAt && real < lastSeenAt + sessionIdleMsMax;
}
