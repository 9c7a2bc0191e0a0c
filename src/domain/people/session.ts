/** The place where it is said what a session is: how long it lives, and what it has to show. */
import { sha256 } from '../../lib/sha256.ts';
import type { Instant } from '../schedule/instant.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** From signing in to signing in again, however busy. */
export const sessionLifeMs = 30 * dayMs;
/** Without a request. */
export const sessionIdleMsMax = 7 * dayMs;
/** For choosing an account after signing in; chosen, it lives on as long as any. */
export const choiceLifeMs = 60 * minuteMs;
/** How exactly it is known when a token was last used: not every request is worth a write. */
export const lastUseMsMin = minuteMs;
/** Whoever signs in once more ends the session they have not used for longest. */
export const sessionsOfPersonMax = 50;

/** Every instant of it is real. */
export type Session = {
  readonly id: string;
  readonly personId: string;
  /** Where it acts now; null until one is chosen. */
  readonly accountId: string | null;
  readonly userAgent: string | null;
  /** From where the person signed in: an address, or the network of one. */
  readonly place: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
};

export type SessionTimes = Pick<Session, 'lastSeenAt' | 'expiresAt'>;

export function isLive({ lastSeenAt, expiresAt }: SessionTimes, real: Instant): boolean {
  return real < expiresAt && real < lastSeenAt + sessionIdleMsMax;
}

/**
 * Derived from the session's token, so that nothing more is kept: whoever knows it can neither
 * find the token nor act without it (decision 0026).
 */
export function csrfTokenOf(sessionToken: string): string {
  return sha256(`countersign csrf\n${sessionToken}`).toString('base64url');
}
