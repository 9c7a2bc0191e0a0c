import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  sessionIdleMsMax,
  sessionLifeMs,
  sessionsOfPersonMax,
} from '../../../src/domain/people/session.ts';
import { freeFailures } from '../../../src/domain/people/slowing.ts';
import type { Credentials } from '../../../src/ports/credentials.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  createSecond,
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
const elsewhere = '203.0.113.7';

describe('a session', () => {
  const me = (browser: Browser) => ask(http, 'GET /auth/me', { browser });

  it('ends on every process when its person signs out, and the cookie with it', async () => {
    const other = await createSecond(http);
    try {
      expect((await ask(other, 'GET /auth/me', { browser: ada })).status).toBe(200);
      const said = await ask(http, 'POST /auth/sign-out', { browser: ada });
      expect([said.status, said.body.signed_out]).toEqual([200, true]);
      expect(said.headers['set-cookie']).toMatch(/^countersign_session=; Path=\/; Max-Age=0;/);
      expect((await ask(other, 'GET /auth/me', { browser: ada })).status).toBe(401);
      expect((await me(ada)).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  it('ends after a week without a request, and after a month in any case', async () => {
    http.world.now.real += sessionIdleMsMax - 1;
    expect((await me(ada)).status).toBe(200);
    http.world.now.real += sessionIdleMsMax;
    expect((await me(ada)).status).toBe(401);
    const busy = browserOf(await signIn(http, email));
    for (
      let passed = 0;
      passed + sessionIdleMsMax < sessionLifeMs;
      passed += sessionIdleMsMax - 1
    ) {
      expect((await me(busy)).status).toBe(200);
      http.world.now.real += sessionIdleMsMax - 1;
    }
    expect((await me(busy)).status).toBe(200);
    http.world.now.real += sessionIdleMsMax - 1;
    expect((await me(busy)).status).toBe(401);
  });

  it('is noted as used once a minute, not with every request', async () => {
    const seen = async () =>
      (await http.world.db.selectFrom('session').select('last_seen_at').executeTakeFirstOrThrow())
        .last_seen_at;
    const before = await seen();
    http.world.now.real += 59_999;
    await me(ada);
    expect(await seen()).toBe(before);
    http.world.now.real += 1;
    await me(ada);
    expect(await seen()).toBe(before + 60_000);
  });

  it('is listed, and can be ended from another one, and only by its person', async () => {
    http.world.now.real += 1;
    const second = browserOf(await signIn(http, email, { address: elsewhere }));
    const { body } = await ask(http, 'GET /auth/sessions', { browser: second });
    expect(
      body.items.map((item: Record<string, unknown>) => [
        item['is_current'],
        item['place'],
        item['account_id'],
      ]),
    ).toEqual([
      [true, elsewhere, ada.accountId],
      [false, '127.0.0.1', ada.accountId],
    ]);
    const first = body.items[1].session_id;
    const end = (browser: Browser) => ask(http, `DELETE /auth/sessions/${first}`, { browser });
    expect((await end(second)).body).toEqual({ ended: true });
    expect((await me(ada)).status).toBe(401);
    expect((await end(second)).status).toBe(404);
  });

  it('is ended when its person has too many, the one unused for longest first', async () => {
    const last: Browser[] = [];
    for (let n = 0; n < sessionsOfPersonMax; n++) {
      http.world.now.real += 1;
      last.push(browserOf(await signIn(http, email)));
    }
    expect((await me(ada)).status).toBe(401);
    expect((await me(last[0] as Browser)).status).toBe(200);
    const rows = await http.world.db.selectFrom('session').select('id').execute();
    expect(rows).toHaveLength(sessionsOfPersonMax);
  });

  it('is no token of the integration surface', async () => {
    const url = `/v1/accounts/${ada.accountId}/campaigns`;
    for (const headers of [bearer(ada.token), { cookie: ada.cookie }]) {
      const response = await http.send({ url, headers });
      expect([response.statusCode, response.json().error.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});

describe('a change that a cookie speaks for', () => {
  const create = (headers: Readonly<Record<string, string>>) =>
    ask(http, 'POST /datasets', { body: { name: 'Autumn' }, headers });

  it('needs the token that only a page of ours can have read', async () => {
    const { cookie, csrfToken } = ada;
    expect((await create({ cookie, 'x-csrf-token': csrfToken })).status).toBe(201);
    const other = browserOf(await signIn(http, email));
    const bad: Readonly<Record<string, string>>[] = [
      {},
      { 'x-csrf-token': '' },
      { 'x-csrf-token': other.csrfToken },
    ];
    for (const headers of bad) {
      const said = await create({ cookie, ...headers });
      expect([said.status, said.body.detail]).toEqual([403, 'CSRF_TOKEN_INVALID']);
    }
  });

  it('is refused to a page of another site, whatever it shows', async () => {
    const { cookie, csrfToken } = ada;
    const sites = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ];
    for (const site of sites) {
      const said = await create({ cookie, 'x-csrf-token': csrfToken, ...site });
      expect([said.status, said.body.detail]).toEqual([403, 'CROSS_SITE_REQUEST']);
      const login = await ask(http, 'POST /auth/sign-in', {
        body: { email, password },
        headers: site,
      });
      expect([login.status, login.body.detail]).toEqual([403, 'CROSS_SITE_REQUEST']);
    }
  });

  it('needs nothing of the kind with a Bearer token, which no browser adds by itself', async () => {
    expect((await create(bearer(ada.token))).status).toBe(201);
    expect((await create({ ...bearer(ada.token), 'sec-fetch-site': 'cross-site' })).status).toBe(
      201,
    );
  });
});

describe('a password', () => {
  const change = (browser: Browser, current: string, next = 'another horse battery') =>
    ask(http, 'POST /auth/password', {
      browser,
      body: { current_password: current, new_password: next },
    });

  it('is changed by whoever knows it, and every other session ends', async () => {
    const other = browserOf(await signIn(http, email));
    const said = await change(ada, password);
    expect([said.status, said.body.ended_sessions]).toEqual([200, 1]);
    expect((await ask(http, 'GET /auth/me', { browser: other })).status).toBe(401);
    expect((await ask(http, 'GET /auth/me', { browser: ada })).status).toBe(200);
    expect((await signIn(http, email)).status).toBe(401);
    expect((await signIn(http, email, { password: 'another horse battery' })).status).toBe(200);
  });

  it('is not guessed by whoever found a browser open', async () => {
    for (let n = 0; n < freeFailures.password; n++) {
      const said = await change(ada, 'a wrong password');
      expect([said.status, said.body.details[0].loc]).toEqual([422, ['body', 'current_password']]);
    }
    const said = await change(ada, password);
    expect([said.status, said.body.detail]).toEqual([429, 'TOO_MANY_TRIES']);
    expect((await signIn(http, email)).status).toBe(200);
  });

  it('is not guessed by way of retries either', async () => {
    for (let n = 0; n < freeFailures.password; n++) {
      const body = { current_password: 'a wrong password', new_password: 'another horse battery' };
      await ask(http, 'POST /auth/password', {
        browser: ada,
        body,
        headers: { 'idempotency-key': `k${n}` },
      });
    }
    expect((await change(ada, password)).status).toBe(429);
    expect(await http.world.db.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
  });

  it('must be one that is not guessed at once', async () => {
    const said = await change(ada, password, 'short');
    expect([said.status, said.body.details]).toEqual([
      422,
      [
        {
          loc: ['body', 'new_password'],
          msg: 'must have at least 12 characters; a few words are best',
          type: 'password.short',
        },
      ],
    ]);
  });

  it('that changes while somebody signs in with the old one lets them in nowhere', async () => {
    let changed = false;
    const { credentials } = http.world.usecases;
    const slow: Credentials = {
      ...credentials,
      verifyAny: async (text, against) => {
        const compared = await credentials.verifyAny(text, against);
        if (!changed && compared.length === 1) {
          changed = true;
          await change(ada, password);
        }
        return compared;
      },
    };
    const other = await createSecond(http, { credentials: slow });
    try {
      const said = await signIn(other, email);
      expect([changed, said.status, said.body.detail]).toEqual([true, 401, 'SIGN_IN_REFUSED']);
    } finally {
      await other.close();
    }
  });
});
