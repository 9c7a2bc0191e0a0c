import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/permission.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  createSecond,
  join,
  prove,
  setUpOwner,
  signIn,
} from '../../support/people.ts';

let http: HttpWorld;
let other: HttpWorld;
let ada: Browser;

beforeEach(async () => {
  http = await createHttpWorld();
  // Another process on the same database.
  other = await createSecond(http);
  ada = await setUpOwner(http);
});
afterEach(async () => {
  await other.close();
  await http.close();
});

const invite = (name: string, role: Role, by: Browser = ada) =>
  join(http, by, { email: `${name}@example.com`, role });

const change = (by: Browser, of: Browser, role: Role) => changeAt(http)(by, of, role);

const changeAt = (at: HttpWorld) => (by: Browser, of: Browser, role: Role) =>
  ask(at, `PATCH /members/${of.userId}`, { browser: by, body: { role } });

const remove = (by: Browser, of: Browser, at: HttpWorld = http) =>
  ask(at, `DELETE /members/${of.userId}`, { browser: by });

async function owners(): Promise<number> {
  const rows = http.world.db.selectFrom('membership').where('account_id', '=', ada.accountId);
  return (await rows.where('role', '=', 'owner').selectAll().execute()).length;
}

describe('members', () => {
  it('are listed in the order they came, page by page', async () => {
    const grace = await invite('grace', 'admin');
    const joan = await invite('joan', 'viewer');
    const first = await ask(http, 'GET /members?limit=2', { browser: grace });
    expect(first.body).toEqual({
      items: [
        {
          member_id: ada.userId,
          name: 'Ada',
          email: 'ada@example.com',
          email_proved_at: '2026-03-02T09:00:00.005Z',
          role: 'owner',
          is_you: false,
          created_at: expect.any(String),
        },
        expect.objectContaining({ member_id: grace.userId, role: 'admin', is_you: true }),
      ],
      next_cursor: expect.any(String),
      has_more: true,
    });
    const path = `GET /members?limit=2&cursor=${first.body.next_cursor}` as const;
    const second = await ask(http, path, { browser: grace });
    expect(second.body.items.map((item: { member_id: string }) => item.member_id)).toEqual([
      joan.userId,
    ]);
    expect(second.body.has_more).toBe(false);
  });

  it('may do what their role says from the moment it is said, on every process', async () => {
    const grace = await invite('grace', 'admin');
    const create = () => ask(other, 'POST /datasets', { browser: grace, body: { name: 'Leads' } });
    expect((await create()).status).toBe(201);
    expect((await change(ada, grace, 'viewer')).body).toMatchObject({ role: 'viewer' });
    const refused = await create();
    expect([refused.status, refused.body.detail, refused.body.permission]).toEqual([
      403,
      'MISSING_PERMISSION',
      'campaigns:write',
    ]);
    const listed = await ask(other, 'GET /members', { browser: grace });
    expect([listed.status, listed.body.permission]).toEqual([403, 'members:manage']);
    expect((await ask(other, 'GET /datasets', { browser: grace })).status).toBe(200);
  });

  it('who are removed are out at once, on every process, and nothing else is', async () => {
    const grace = await invite('grace', 'admin');
    await prove(http, grace);
    const second = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Second' } });
    const account = second.body.account_id;
    await ask(http, 'POST /auth/account', { browser: ada, body: { account_id: account } });
    const token = (
      await ask(http, 'POST /invitations', {
        browser: ada,
        body: { email: 'grace@example.com', role: 'viewer' },
      })
    ).body.token;
    const there = browserOf(await signIn(http, 'grace@example.com'));
    const joined = await ask(http, 'POST /auth/invitations/join', {
      browser: there,
      body: { token },
    });
    expect(joined.body).toMatchObject({ account_id: account, role: 'viewer' });
    await ask(http, 'POST /auth/account', { browser: ada, body: { account_id: ada.accountId } });
    const removed = await remove(ada, grace);
    expect([removed.status, removed.body]).toEqual([
      200,
      { member_id: grace.userId, removed: true, keys_left: 0 },
    ]);
    expect((await ask(other, 'GET /auth/me', { browser: grace })).status).toBe(401);
    const left = await ask(other, 'GET /auth/me', { browser: there });
    expect(left.body).toMatchObject({ account_id: account, role: 'viewer' });
    expect(left.body.accounts).toHaveLength(1);
    expect((await remove(ada, grace)).status).toBe(404);
  });

  it('may leave, whatever they are, and remove nobody else without the right', async () => {
    const joan = await invite('joan', 'viewer');
    const grace = await invite('grace', 'reviewer');
    const refused = await remove(joan, grace);
    expect([refused.status, refused.body.detail, refused.body.permission]).toEqual([
      403,
      'MISSING_PERMISSION',
      'members:manage',
    ]);
    expect((await remove(joan, joan)).status).toBe(200);
    expect((await ask(http, 'GET /auth/me', { browser: joan })).status).toBe(401);
    expect((await signIn(http, 'joan@example.com')).body.detail).toBe('NO_ACCOUNT');
  });

  it('of another account are not there', async () => {
    const stranger = await http.tenant('Stranger');
    const path = `/members/${stranger.userId}` as const;
    const asked = [
      await ask(http, `PATCH ${path}`, { browser: ada, body: { role: 'viewer' } }),
      await ask(http, `DELETE ${path}`, { browser: ada }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([404, 404]);
  });

  it('say how many keys they leave behind, which open nothing any more', async () => {
    const grace = await invite('grace', 'admin');
    const body = { name: 'Hers', permissions: ['campaigns:read'] };
    const { key } = (await ask(http, 'POST /api-keys', { browser: grace, body })).body;
    expect((await remove(ada, grace)).body.keys_left).toBe(1);
    const me = await ask(http, 'GET /auth/me', { headers: { authorization: `Bearer ${key}` } });
    expect(me.status).toBe(401);
  });
});

describe('a member', () => {
  it('is read by whoever may list them, and changed by who read them last', async () => {
    const grace = await invite('grace', 'admin');
    const joan = await invite('joan', 'viewer');
    const path = `/members/${joan.userId}` as const;
    const read = await ask(http, `GET ${path}`, { browser: grace });
    expect([read.status, read.body]).toEqual([
      200,
      {
        member_id: joan.userId,
        name: 'joan',
        email: 'joan@example.com',
        email_proved_at: null,
        role: 'viewer',
        is_you: false,
        created_at: expect.any(String),
      },
    ]);
    expect((await ask(http, `GET ${path}`, { browser: joan })).status).toBe(403);
    const headers = { 'if-match': String(read.headers['etag']) };
    const made = (browser: Browser, role: Role, at = http) =>
      ask(at, `PATCH ${path}`, { browser, body: { role }, headers });
    const both = await Promise.all([made(ada, 'reviewer'), made(grace, 'admin', other)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const now = await ask(http, `GET ${path}`, { browser: ada });
    const [won] = both.filter(({ status }) => status === 200);
    expect([now.body, now.headers['etag']]).toEqual([won?.body, won?.headers['etag']]);
  });
});

describe('owners', () => {
  it('are made, changed and removed by owners alone', async () => {
    const grace = await invite('grace', 'admin');
    const joan = await invite('joan', 'viewer');
    const invited = await ask(http, 'POST /invitations', {
      browser: grace,
      body: { email: 'x@example.com', role: 'owner' },
    });
    const asked = [
      await change(grace, grace, 'owner'),
      await change(grace, joan, 'owner'),
      await change(grace, ada, 'viewer'),
      await remove(grace, ada),
      invited,
    ];
    expect(asked.map(({ status, body }) => [status, body.detail])).toEqual(
      asked.map(() => [403, 'ONLY_OWNERS']),
    );
    expect((await change(grace, joan, 'admin')).status).toBe(200);
    expect((await change(ada, joan, 'owner')).status).toBe(200);
    expect((await remove(joan, ada)).status).toBe(200);
  });

  it('never all leave, nor become something else', async () => {
    const grace = await invite('grace', 'admin');
    const asked = [await change(ada, ada, 'admin'), await remove(ada, ada)];
    expect(asked.map(({ status, body }) => [status, body.detail])).toEqual([
      [409, 'LAST_OWNER'],
      [409, 'LAST_OWNER'],
    ]);
    expect((await change(ada, grace, 'owner')).status).toBe(200);
    expect((await remove(ada, ada)).status).toBe(200);
    expect(await owners()).toBe(1);
  });

  it('never all leave at once either', async () => {
    let first = ada;
    for (let round = 0; round < 8; round++) {
      const name = `owner${round}`;
      const second = await invite(name, 'owner', first);
      const acts = [
        round % 2 === 0 ? remove(first, first) : change(first, first, 'viewer'),
        round % 3 === 0 ? changeAt(other)(second, second, 'admin') : remove(second, second, other),
      ];
      const statuses = (await Promise.all(acts)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(1);
      expect(await owners()).toBe(1);
      // Whoever is left makes the other one an owner again, for another round.
      if (statuses[0] === 200) {
        const email = 'ada@example.com';
        const isMember = (await ask(http, 'GET /auth/me', { browser: first })).status === 200;
        if (isMember) await change(second, first, 'owner');
        else {
          const body = { email, role: 'owner' };
          const { token } = (await ask(http, 'POST /invitations', { browser: second, body })).body;
          const joining = { email, password: 'correct horse battery', invitation: token };
          first = browserOf(await ask(http, 'POST /auth/sign-in', { body: joining }));
        }
        await remove(first, second);
      } else await remove(first, second);
    }
  });

  it('are removed by nobody who is an owner no more when it is their turn', async () => {
    const grace = await invite('grace', 'owner');
    const [demoted, removed] = await Promise.all([
      change(ada, grace, 'viewer'),
      remove(grace, ada, other),
    ]);
    // Whoever came second found what the first had made of them.
    expect([demoted.status, removed.status].filter((status) => status === 200)).toHaveLength(1);
    expect(await owners()).toBe(1);
  });
});

describe('another account', () => {
  it('is made by an owner or an admin, who owns it, and can go on in it', async () => {
    const said = await ask(http, 'POST /accounts', { browser: ada, body: { name: ' Client ' } });
    expect([said.status, said.body]).toEqual([
      201,
      {
        account_id: expect.any(String),
        name: 'Client',
        role: 'owner',
        created_at: expect.any(String),
      },
    ]);
    const account_id = said.body.account_id;
    const moved = await ask(http, 'POST /auth/account', { browser: ada, body: { account_id } });
    expect(moved.body).toMatchObject({ account_id, role: 'owner', csrf_token: ada.csrfToken });
    expect((await ask(other, 'GET /auth/me', { browser: ada })).body.account_id).toBe(account_id);
    const names = (await ask(http, 'GET /accounts', { browser: ada })).body.items;
    expect(names.map(({ name }: { name: string }) => name)).toEqual(['Default', 'Client']);
    expect((await ask(http, 'GET /datasets', { browser: ada })).body.items).toEqual([]);
  });

  it('is read by whoever reaches it, and changed in it alone', async () => {
    const body = { name: 'Client' };
    const made = await ask(http, 'POST /accounts', { browser: ada, body });
    const path = `/accounts/${made.body.account_id}` as const;
    const read = await ask(http, `GET ${path}`, { browser: ada });
    expect([read.status, read.body]).toEqual([200, made.body]);
    expect(read.headers['etag']).toBe(made.headers['etag']);
    const joan = await invite('joan', 'viewer');
    const own = await ask(http, `GET /accounts/${ada.accountId}`, { browser: joan });
    expect(own.body).toMatchObject({ name: 'Default', role: 'viewer' });
    const others = await ask(http, `GET ${path}`, { browser: joan });
    const headers = { 'if-match': String(read.headers['etag']) };
    const elsewhere = await ask(http, `PATCH ${path}`, { browser: ada, body, headers });
    expect([others.status, elsewhere.status]).toEqual([404, 404]);
  });

  it('is not made by whoever only reads, nor by a key', async () => {
    const joan = await invite('joan', 'reviewer');
    const said = await ask(http, 'POST /accounts', { browser: joan, body: { name: 'Client' } });
    expect([said.status, said.body.permission]).toEqual([403, 'account:manage']);
    const { key } = await http.tenant();
    const headers = { authorization: `Bearer ${key}` };
    const refused = await ask(http, 'POST /accounts', { headers, body: { name: 'Client' } });
    expect([refused.status, refused.body.detail]).toEqual([403, 'KEY_CANNOT_MANAGE_ACCOUNTS']);
  });

  it('is gone on in by whoever asks, also with the key of somebody else’s request', async () => {
    const grace = await invite('grace', 'admin');
    const made = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Client' } });
    const body = { account_id: made.body.account_id };
    const headers = { 'idempotency-key': 'one-and-the-same' };
    const asked = { body, headers };
    const own = await ask(http, 'POST /auth/account', { browser: ada, ...asked });
    expect(own.status).toBe(200);
    const hers = await ask(http, 'POST /auth/account', { browser: grace, ...asked });
    expect([hers.status, hers.body.detail]).toEqual([404, 'NOT_FOUND']);
  });

  it('is gone on in by its members alone', async () => {
    const { accountId } = await http.tenant('Stranger');
    const body = { account_id: accountId };
    const said = await ask(http, 'POST /auth/account', { browser: ada, body });
    expect([said.status, said.body.detail]).toEqual([404, 'NOT_FOUND']);
  });

  it('has the name it is given, and only from within', async () => {
    const path = `PATCH /accounts/${ada.accountId}` as const;
    const said = await ask(http, path, { browser: ada, body: { name: 'Lovelace' } });
    expect([said.status, said.body.name]).toEqual([200, 'Lovelace']);
    const made = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Client' } });
    const other_ = `PATCH /accounts/${made.body.account_id}` as const;
    expect((await ask(http, other_, { browser: ada, body: { name: 'X' } })).status).toBe(404);
  });
});
