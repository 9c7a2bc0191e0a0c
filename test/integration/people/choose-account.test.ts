/** Whoever has several accounts is asked which one, and does nothing before. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choiceLifeMs } from '../../../src/domain/people/session.ts';
import { ask as askRoute, everyRoute, nowhere } from '../../support/every-route.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  join,
  password,
  setUpOwner,
  signIn,
} from '../../support/people.ts';

let http: HttpWorld;
let ada: Browser;

beforeEach(async () => {
  http = await createHttpWorld();
  ada = await setUpOwner(http);
});
afterEach(() => http.close());

const email = 'ada@example.com';

async function second(): Promise<string> {
  const made = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Second' } });
  return made.body.account_id;
}

describe('after a sign-in with several accounts', () => {
  it('one is asked which, and is in none of them until then', async () => {
    const account_id = await second();
    const said = await signIn(http, email);
    expect([said.status, said.body.account_id, said.body.role]).toEqual([200, null, null]);
    expect(said.body.accounts.map(({ name }: { name: string }) => name)).toEqual([
      'Default',
      'Second',
    ]);
    const browser = browserOf(said);
    const early = await ask(http, 'GET /members', { browser });
    expect([early.status, early.body.detail]).toEqual([403, 'CHOOSE_ACCOUNT']);
    expect((await ask(http, 'GET /auth/me', { browser })).body).toEqual(said.body);
    const chosen = await ask(http, 'POST /auth/account', { browser, body: { account_id } });
    expect([chosen.status, chosen.body.account_id, chosen.body.role]).toEqual([
      200,
      account_id,
      'owner',
    ]);
    expect((await ask(http, 'GET /members', { browser })).status).toBe(200);
  });

  it('one may say which at once, and only one of one’s own', async () => {
    const account_id = await second();
    const enter = (id: string) =>
      ask(http, 'POST /auth/sign-in', { body: { email, password, account_id: id } });
    expect((await enter(account_id)).body.account_id).toBe(account_id);
    const stranger = await http.tenant('Stranger');
    const said = await enter(stranger.accountId);
    expect([said.status, said.body.detail]).toEqual([403, 'NO_ACCOUNT']);
  });

  it('one chooses among the accounts of all people of this address and password', async () => {
    const bob = { email: 'bob@example.com', role: 'viewer' as const };
    const here = await join(http, ada, bob);
    const elsewhere = await http.tenant('Elsewhere');
    const headers = bearer(await http.sessionFor(elsewhere));
    const { token } = (await ask(http, 'POST /invitations', { headers, body: bob })).body;
    const accept = { token, name: 'Bob', password };
    const there = browserOf(await ask(http, 'POST /auth/invitations/accept', { body: accept }));
    const said = await signIn(http, bob.email);
    expect(said.body.account_id).toBeNull();
    expect(said.body.accounts.map(({ name }: { name: string }) => name)).toEqual([
      'Default',
      'Elsewhere',
    ]);
    for (const account_id of [here.accountId, there.accountId]) {
      const browser = browserOf(await signIn(http, bob.email));
      const chosen = await ask(http, 'POST /auth/account', { browser, body: { account_id } });
      const person = account_id === here.accountId ? here : there;
      expect([chosen.body.user.user_id, chosen.body.account_id]).toEqual([
        person.userId,
        account_id,
      ]);
      // Whom the session was not chosen for it does not reach any more.
      expect(chosen.body.accounts).toHaveLength(1);
      const other = here.accountId === account_id ? there.accountId : here.accountId;
      const body = { account_id: other };
      expect((await ask(http, 'POST /auth/account', { browser, body })).status).toBe(404);
    }
  });

  it('a password that one of them changes meanwhile takes their account out of the choice', async () => {
    const bob = { email: 'bob@example.com', role: 'viewer' as const };
    await join(http, ada, bob);
    const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
    const { token } = (await ask(http, 'POST /invitations', { headers, body: bob })).body;
    const accept = { token, name: 'Bob', password };
    const there = browserOf(await ask(http, 'POST /auth/invitations/accept', { body: accept }));
    const waiting = browserOf(await signIn(http, bob.email));
    const changed = { current_password: password, new_password: 'another horse battery' };
    await ask(http, 'POST /auth/password', { browser: there, body: changed });
    const body = { account_id: there.accountId };
    const said = await ask(http, 'POST /auth/account', { browser: waiting, body });
    expect([said.status, said.body.detail]).toEqual([404, 'NOT_FOUND']);
    const left = await ask(http, 'GET /accounts', { browser: waiting });
    expect(left.body.items.map(({ name }: { name: string }) => name)).toEqual(['Default']);
  });

  it('the choice ends after an hour; what is chosen lives as long as any session', async () => {
    const account_id = await second();
    const [late, early] = [
      browserOf(await signIn(http, email)),
      browserOf(await signIn(http, email)),
    ];
    const choose = (browser: Browser) =>
      ask(http, 'POST /auth/account', { browser, body: { account_id } });
    expect((await choose(early)).status).toBe(200);
    http.world.now.real += choiceLifeMs;
    expect((await choose(late)).status).toBe(401);
    expect((await ask(http, 'GET /auth/me', { browser: early })).status).toBe(200);
  });

  it('one can leave without choosing, ask twice with one key, and leaves a trail where one chose', async () => {
    const account_id = await second();
    const leaving = browserOf(await signIn(http, email));
    expect((await ask(http, 'POST /auth/sign-out', { browser: leaving })).status).toBe(200);
    const browser = browserOf(await signIn(http, email));
    const headers = { 'idempotency-key': 'once' };
    const body = { account_id };
    expect((await ask(http, 'POST /auth/account', { browser, body, headers })).status).toBe(200);
    expect((await ask(http, 'POST /auth/account', { browser, body, headers })).status).toBe(200);
    const trail = http.world.db.selectFrom('audit').select(['action', 'actor']);
    expect(await trail.where('account_id', '=', account_id).orderBy('id').execute()).toEqual([
      { action: 'account.create', actor: ada.userId },
      { action: 'session.begin', actor: ada.userId },
    ]);
  });

  it('is asked for before anything else, on every route that acts in an account', async () => {
    await second();
    const { cookie } = browserOf(await signIn(http, email));
    const token = cookie.slice(cookie.indexOf('=') + 1);
    for (const route of everyRoute) {
      if (route.open === true || route.unchosen === true || route.surface !== 'campaigns') continue;
      const sample = { params: nowhere(route) };
      const answered = await askRoute(http, route, { sample, token });
      expect([route.name, answered.statusCode, answered.json().detail]).toEqual([
        route.name,
        403,
        'CHOOSE_ACCOUNT',
      ]);
    }
  });
});
