import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScryptCredentials } from '../../../src/adapters/credentials/scrypt-credentials.ts';
import {
  freeFailures,
  lookedFailuresMax,
  slowRestMs,
  waitMsMax,
} from '../../../src/domain/people/slowing.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  countingCredentials,
  createSecond,
  setUpOwner,
  signIn,
} from '../../support/people.ts';

let http: HttpWorld;

beforeEach(async () => {
  http = await createHttpWorld();
  await setUpOwner(http);
});
afterEach(() => http.close());

const email = 'ada@example.com';
const elsewhere = '203.0.113.7';

describe('guessing', () => {
  const guess = (address: string, of = email) =>
    signIn(http, of, { password: 'a wrong password', address });
  const pass = (ms: number) => {
    http.world.now.real += ms;
  };

  it('is slowed for one address wherever the guesses come from, and told for how long', async () => {
    for (let n = 0; n < freeFailures.address; n++) {
      expect((await guess(`198.51.100.${n}`)).status).toBe(401);
    }
    const slowed = await signIn(http, email, { address: '198.51.100.99' });
    expect([slowed.status, slowed.body.detail, slowed.body.retry_after]).toEqual([
      429,
      'TOO_MANY_TRIES',
      1,
    ]);
    expect(slowed.headers['retry-after']).toBe('1');
    expect(slowed.body.message).toBe(
      'There were too many failed tries; wait a second, then try again.',
    );
    pass(1_000);
    expect((await guess('198.51.100.98')).status).toBe(401);
    expect((await guess('198.51.100.97')).body.retry_after).toBe(2);
  });

  it('is slowed alike for an address that nobody has', async () => {
    for (let n = 0; n < freeFailures.address; n++) await guess(elsewhere, 'nobody@example.com');
    expect((await guess(elsewhere, 'nobody@example.com')).status).toBe(429);
    expect((await guess(elsewhere)).status).toBe(401);
  });

  it('is slowed where a proxy of ours says it comes from, and nobody else may say so', async () => {
    const from = (address: string, forwarded: string, of: string) =>
      ask(http, 'POST /auth/sign-in', {
        body: { email: of, password: 'a wrong password' },
        headers: { 'x-forwarded-for': forwarded },
        address,
      });
    for (let n = 0; n < freeFailures.place; n++) {
      await from('127.0.0.1', `10.9.9.${n}, ${elsewhere}`, `p${n}@example.com`);
    }
    expect((await from('127.0.0.1', elsewhere, 'p@example.com')).status).toBe(429);
    expect((await from('127.0.0.1', '203.0.113.8', 'p@example.com')).status).toBe(401);
    expect((await from('198.51.100.1', elsewhere, 'p@example.com')).status).toBe(401);
  });

  it('is slowed for one place whatever it guesses, an IPv6 network being one', async () => {
    for (let n = 0; n < freeFailures.place; n++) {
      expect((await guess(`2001:db8::${n.toString(16)}`, `p${n}@example.com`)).status).toBe(401);
    }
    expect((await guess('2001:db8::ffff:1', 'other@example.com')).status).toBe(429);
    expect((await guess('2001:db8:0:1::1', 'other@example.com')).status).toBe(401);
  });

  it('never keeps a person out of a place they have signed in from', async () => {
    // The set-up came from this machine; so does this.
    expect((await signIn(http, email)).status).toBe(200);
    for (let n = 0; n < 20; n++) await guess(`198.51.100.${n}`);
    expect((await signIn(http, email, { address: elsewhere })).status).toBe(429);
    expect((await signIn(http, email)).status).toBe(200);
  });

  it('of one address at one place is looked at a hundred times, and then has to wait', async () => {
    for (let n = 0; n <= lookedFailuresMax; n++) {
      const { status, body } = await guess(elsewhere);
      const isFree = n < freeFailures.pair;
      expect([n, status, body.retry_after]).toEqual([
        n,
        isFree ? 401 : 429,
        isFree ? undefined : slowRestMs / 1_000,
      ]);
    }
    const early = await signIn(http, email, { address: elsewhere });
    expect([early.status, early.body.retry_after]).toEqual([429, 1]);
    pass(1_000);
    expect((await guess(elsewhere)).body.retry_after).toBe(slowRestMs / 1_000);
    expect((await guess(elsewhere)).body.retry_after).toBe(2);
    pass(2_000);
    expect((await signIn(http, email, { address: elsewhere })).status).toBe(200);
  });

  it('never tells anybody to wait for longer than is said, and counts no try that came early', async () => {
    for (let n = 0; n < 30; n++) {
      await guess(`198.51.100.${n}`);
      pass(waitMsMax);
    }
    await guess(elsewhere);
    for (let n = 0; n < 20; n++) {
      const { status, body } = await guess(elsewhere);
      expect([status, body.retry_after]).toEqual([429, waitMsMax / 1_000]);
    }
    pass(waitMsMax);
    expect((await signIn(http, email, { address: elsewhere })).status).toBe(200);
  });

  it('is counted before it is looked at: of a thousand at once few are', async () => {
    const { credentials, calls } = countingCredentials(http.world.usecases.credentials);
    const one = await createSecond(http, { credentials });
    const other = await createSecond(http, { credentials });
    try {
      const all = await Promise.all(
        Array.from({ length: 1_000 }, (_, n) =>
          signIn(n % 2 === 0 ? one : other, email, {
            password: 'wrong wrong',
            address: `198.51.${Math.floor(n / 250)}.${n % 250}`,
          }),
        ),
      );
      expect(calls).toHaveLength(freeFailures.address);
      const count = (wanted: number) => all.filter(({ status }) => status === wanted).length;
      expect([count(401), count(429)]).toEqual([
        freeFailures.address,
        1_000 - freeFailures.address,
      ]);
    } finally {
      await one.close();
      await other.close();
    }
  });

  it('of many addresses from one place takes turns: of hundreds at once few are looked at', async () => {
    const restsForLong = { restMs: 3_600_000, waitingMax: 0, namesMax: 1 };
    const credentials = createScryptCredentials(
      { ln: 4, r: 8, p: 1 },
      { atOnceMax: 2, waitingMax: 32 },
      restsForLong,
    );
    const other = await createSecond(http, { credentials });
    try {
      const all = await Promise.all(
        Array.from({ length: 300 }, (_, n) =>
          signIn(other, `p${n}@example.com`, { password: 'wrong wrong', address: elsewhere }),
        ),
      );
      const count = (wanted: number) => all.filter(({ status }) => status === wanted).length;
      expect({ free: count(401), inTurn: count(429), unlooked: count(503) }).toEqual({
        free: freeFailures.place,
        inTurn: 1,
        unlooked: 300 - freeFailures.place - 1,
      });
    } finally {
      await other.close();
    }
  });

  it('by a stranger never refuses a right password from the same place', async () => {
    for (let n = 0; n < 100; n++) await guess(elsewhere, `p${n}@example.com`);
    expect((await signIn(http, email, { address: elsewhere })).status).toBe(200);
    const office = '198.51.100.7';
    for (let n = 0; n < 100; n++) expect((await guess(office)).status).not.toBe(200);
    expect((await signIn(http, email, { address: office })).status).toBe(200);
  });

  it('does not make others of the same office wait once their own password is right', async () => {
    for (let n = 0; n < freeFailures.place - 1; n++) await guess(elsewhere, `p${n}@example.com`);
    for (let n = 0; n < 5; n++) {
      expect((await signIn(http, email, { address: elsewhere })).status).toBe(200);
    }
  });
});
