/** Whoever has several accounts is asked which one, and does nothing before. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, browserOf, setUpOwner, signIn } from '../../support/people.ts';

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
});
