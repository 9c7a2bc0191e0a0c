import { afterEach, beforeEach, expect, it } from 'vitest';
import { invitationLifeMs, setupLinkLifeMs } from '../../../src/domain/people/invitation.ts';
import { sessionIdleMsMax } from '../../../src/domain/people/session.ts';
import { forgetMs, knownPlaceMs } from '../../../src/domain/people/slowing.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { forgetLapsed } from '../../../src/usecases/forget-lapsed.ts';
import { makeSetupLink } from '../../../src/usecases/set-up.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, setUpOwner, signIn } from '../../support/people.ts';

let http: HttpWorld;
let ada: Browser;

beforeEach(async () => {
  http = await createHttpWorld();
  await makeSetupLink(http.world.usecases)();
  ada = await setUpOwner(http);
});
afterEach(() => http.close());

type Table = 'session' | 'invitation' | 'setup_link' | 'sign_in_try';

async function rows(table: Table): Promise<number> {
  return (await http.world.db.selectFrom(table).selectAll().execute()).length;
}

function sweepAt(ms: number) {
  http.world.now.real = ms;
  return sweepOnce(http.world.engine, { ...http.world.now });
}

const invite = (email: string) =>
  ask(http, 'POST /invitations', { browser: ada, body: { email, role: 'viewer' } });

it('a session is swept when it has been idle for so long that it is none, and not before', async () => {
  const begun = http.world.now.real;
  await sweepAt(begun + sessionIdleMsMax - 1);
  expect(await rows('session')).toBe(1);
  expect((await sweepAt(begun + sessionIdleMsMax)).did).toBeGreaterThan(0);
  expect(await rows('session')).toBe(0);
});

it('links are swept when they have ended, and not before', async () => {
  const begun = http.world.now.real;
  await invite('grace@example.com');
  await http.world.db.updateTable('person').set({ password_hash: null }).execute();
  await makeSetupLink(http.world.usecases)();
  await sweepAt(begun + setupLinkLifeMs - 1);
  expect([await rows('setup_link'), await rows('invitation')]).toEqual([1, 1]);
  await sweepAt(begun + setupLinkLifeMs);
  expect([await rows('setup_link'), await rows('invitation')]).toEqual([0, 1]);
  await sweepAt(begun + invitationLifeMs - 1);
  expect(await rows('invitation')).toBe(1);
  await sweepAt(begun + invitationLifeMs);
  expect(await rows('invitation')).toBe(0);
});

it('failures are swept when they are forgotten, places when they are known no more', async () => {
  const begun = http.world.now.real;
  await signIn(http, 'ada@example.com');
  await signIn(http, 'nobody@example.com', { address: '203.0.113.7' });
  // The place that was signed in from, as known and as counted; the other place, the address, and
  // the two together.
  expect(await rows('sign_in_try')).toBe(5);
  await sweepAt(begun + forgetMs - 1);
  expect(await rows('sign_in_try')).toBe(5);
  await sweepAt(begun + forgetMs);
  expect(await rows('sign_in_try')).toBe(1);
  await sweepAt(begun + knownPlaceMs - 1);
  expect(await rows('sign_in_try')).toBe(1);
  await sweepAt(begun + knownPlaceMs);
  expect(await rows('sign_in_try')).toBe(0);
});

it('a batch is bounded, and leaves alone what somebody holds', async () => {
  for (let n = 0; n < 5; n++) await invite(`p${n}@example.com`);
  const real = http.world.now.real + invitationLifeMs;
  const { db } = http.world;
  expect(await forgetLapsed({ db }, { real, limit: 2 })).toBe(3);
  expect(await rows('invitation')).toBe(3);
  await db.transaction().execute(async (tx) => {
    await tx.selectFrom('invitation').selectAll().limit(1).forUpdate().execute();
    await forgetLapsed({ db }, { real, limit: 100 });
    expect(await rows('invitation')).toBe(1);
  });
});
