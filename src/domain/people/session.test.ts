import { expect, it } from 'vitest';
import { csrfTokenOf, isLive, sessionIdleMsMax, sessionLifeMs } from './session.ts';
import { isToken } from './token.ts';

const now = 1_772_442_000_000;

it('lives until it is too old or too long unused, and not a millisecond longer', () => {
  const fresh = { lastSeenAt: now, expiresAt: now + sessionLifeMs };
  expect(isLive(fresh, now)).toBe(true);
  expect(isLive(fresh, now + sessionIdleMsMax - 1)).toBe(true);
  expect(isLive(fresh, now + sessionIdleMsMax)).toBe(false);
  const busy = { lastSeenAt: now + sessionLifeMs - 1, expiresAt: now + sessionLifeMs };
  expect(isLive(busy, now + sessionLifeMs - 1)).toBe(true);
  expect(isLive(busy, now + sessionLifeMs)).toBe(false);
});

it('has a CSRF token of its own that does not show its token', () => {
  const [one, other] = ['a'.repeat(43), 'b'.repeat(43)];
  expect(isToken(csrfTokenOf(one))).toBe(true);
  expect(csrfTokenOf(one)).toBe(csrfTokenOf(one));
  expect(new Set([one, other, csrfTokenOf(one), csrfTokenOf(other)]).size).toBe(4);
});
