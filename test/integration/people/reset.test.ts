import { afterEach, beforeEach, expect, it } from 'vitest';
import { setupLinkLifeMs } from '../../../src/domain/people/invitation.ts';
import { freeFailures } from '../../../src/domain/people/slowing.ts';
import { makePasswordLink } from '../../../src/usecases/reset-password.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, setUpOwner, signIn } from '../../support/people.ts';

let http: HttpWorld;
let ada: Browser;

beforeEach(async () => {
  http = await createHttpWorld();
  ada = await setUpOwner(http);
});
afterEach(() => http.close());

const email = 'ada@example.com';
const next = 'another horse battery';

async function link(): Promise<string> {
  const token = await makePasswordLink(http.world.usecases)(email);
  if (token === null) throw new Error('nobody has this address');
  return token;
}

const reset = (token: string, password = next) =>
  ask(http, 'POST /auth/password/reset', { body: { token, password } });

it('somebody who forgot their password chooses another by a link, and every session ends', async () => {
  const token = await link();
  for (let n = 0; n <= freeFailures.address; n++) {
    await signIn(http, email, { password: 'forgotten it', address: '203.0.113.7' });
  }
  const said = await reset(token);
  expect([said.status, said.body]).toEqual([200, { user_id: ada.userId, email }]);
  expect(said.headers['set-cookie']).toBeUndefined();
  expect((await ask(http, 'GET /auth/me', { browser: ada })).status).toBe(401);
  expect((await signIn(http, email)).status).toBe(401);
  const from = { password: next, address: '203.0.113.8' };
  expect((await signIn(http, email, from)).status).toBe(200);
});

it('a link is good once, whoever is faster, and ends the others', async () => {
  const tokens = [await link(), await link()] as const;
  const all = await Promise.all([reset(tokens[0]), reset(tokens[0]), reset(tokens[0])]);
  expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(all.filter(({ body }) => body.detail === 'LINK_NOT_VALID')).toHaveLength(2);
  expect((await reset(tokens[1])).body.detail).toBe('LINK_NOT_VALID');
});

it('a link is not good for longer than a day, nor for what else there are links', async () => {
  const token = await link();
  const body = { token, name: 'Eve', email: 'eve@example.com', password: next };
  await http.world.db.updateTable('person').set({ password_hash: null }).execute();
  expect((await ask(http, 'POST /auth/setup', { body })).body.detail).toBe('LINK_NOT_VALID');
  http.world.now.real += setupLinkLifeMs;
  expect((await reset(token)).body.detail).toBe('LINK_NOT_VALID');
  expect((await reset('x'.repeat(43))).body.detail).toBe('LINK_NOT_VALID');
});

it('a bad password costs no link, and nobody has a link who has no address', async () => {
  const token = await link();
  expect((await reset(token, 'short')).body.details[0].loc).toEqual(['body', 'password']);
  expect((await reset(token)).status).toBe(200);
  expect(await makePasswordLink(http.world.usecases)('nobody@example.com')).toBeNull();
});

it('is on the trail: who made the link, and who used it', async () => {
  await reset(await link());
  const rows = await http.world.db
    .selectFrom('audit')
    .select(['actor', 'action', 'account_id'])
    .where('action', 'like', 'person.%')
    .orderBy('id')
    .execute();
  expect(rows).toEqual([
    { actor: 'operator', action: 'person.link_password', account_id: ada.accountId },
    { actor: ada.userId, action: 'person.reset_password', account_id: ada.accountId },
  ]);
});
