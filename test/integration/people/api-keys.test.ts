import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyHashOf } from '../../../src/domain/key.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, createSecond, join, setUpOwner } from '../../support/people.ts';

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

const reading = { name: 'Reader', permissions: ['campaigns:read'] };

const create = (body: object = reading, browser: Browser = ada) =>
  ask(http, 'POST /api-keys', { browser, body });

const me = (key: string, at: HttpWorld = http) => ask(at, 'GET /auth/me', { headers: bearer(key) });

async function secondAccount(): Promise<string> {
  const said = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Second' } });
  return said.body.account_id;
}

const goOnIn = (account_id: string) =>
  ask(http, 'POST /auth/account', { browser: ada, body: { account_id } });

describe('an API key', () => {
  it('is shown once, and kept as a hash', async () => {
    const said = await create();
    expect([said.status, said.body]).toEqual([
      201,
      {
        id: expect.any(String),
        key: expect.stringMatching(/^cs_live_[A-Za-z0-9_-]{43}$/),
        name: 'Reader',
        key_prefix: said.body.key.slice(0, 17),
        permissions: ['campaigns:read'],
        account_ids: [ada.accountId],
        created_by: ada.userId,
        created_at: '2026-03-02T09:00:00.005Z',
      },
    ]);
    const { key, ...rest } = said.body;
    const { body } = await ask(http, 'GET /api-keys', { browser: ada });
    expect(body.items).toEqual([{ ...rest, last_used_at: null }]);
    const rows = await http.world.db.selectFrom('api_key').selectAll().execute();
    expect(rows[0]?.key_hash.equals(keyHashOf(key))).toBe(true);
    const audit = await http.world.db.selectFrom('audit').selectAll().execute();
    expect(JSON.stringify([rows, audit, http.log])).not.toContain(key);
    expect((await me(key)).body).toMatchObject({
      kind: 'key',
      user: null,
      role: null,
      csrf_token: null,
    });
  });

  it('does what it was given, and nothing else', async () => {
    const { key } = (await create()).body;
    expect((await ask(http, 'GET /datasets', { headers: bearer(key) })).status).toBe(200);
    const said = await ask(http, 'POST /datasets', { headers: bearer(key), body: { name: 'X' } });
    expect([said.status, said.body.permission]).toEqual([403, 'campaigns:write']);
  });

  it('that is revoked answers 401 at once, on every process, and is listed no more', async () => {
    const { key, id } = (await create()).body;
    expect([(await me(key)).status, (await me(key, other)).status]).toEqual([200, 200]);
    const said = await ask(http, `DELETE /api-keys/${id}`, { browser: ada });
    expect([said.status, said.body]).toEqual([
      200,
      { id, revoked: true, is_live_elsewhere: false },
    ]);
    expect([(await me(key)).status, (await me(key, other)).status]).toEqual([401, 401]);
    expect((await ask(other, 'GET /api-keys', { browser: ada })).body.items).toEqual([]);
    expect((await ask(http, `DELETE /api-keys/${id}`, { browser: ada })).status).toBe(404);
  });

  it('manages no keys, no members, no accounts, and reads no audit, whatever it may', async () => {
    const { key } = await http.tenant();
    const refused = async (what: Parameters<typeof ask>[1]) =>
      (await ask(http, what, { headers: bearer(key), body: {} })).body.detail;
    expect([
      await refused('POST /api-keys'),
      await refused(`DELETE /api-keys/${ada.userId}`),
      await refused('POST /invitations'),
      await refused(`PATCH /members/${ada.userId}`),
      await refused('POST /accounts'),
      await refused(`DELETE /members/${ada.userId}`),
      await refused('POST /auth/sign-out'),
    ]).toEqual([
      'KEY_CANNOT_MANAGE_KEYS',
      'KEY_CANNOT_MANAGE_KEYS',
      'KEY_CANNOT_MANAGE_MEMBERS',
      'KEY_CANNOT_MANAGE_MEMBERS',
      'KEY_CANNOT_MANAGE_ACCOUNTS',
      'NEEDS_A_PERSON',
      'NEEDS_A_PERSON',
    ]);
    const listed = await ask(http, 'GET /api-keys', { headers: bearer(key) });
    const audit = await ask(http, 'GET /audit', { headers: bearer(key) });
    expect([listed.body.detail, audit.body.detail]).toEqual([
      'KEY_CANNOT_MANAGE_KEYS',
      'KEY_CANNOT_READ_AUDIT',
    ]);
  });

  it('reaches other accounts that its maker rules, and acts at home first', async () => {
    const second = await secondAccount();
    const said = await create({ ...reading, account_ids: [second, ada.accountId, second] });
    expect(said.body.account_ids).toEqual([ada.accountId, second]);
    const { key } = said.body;
    expect((await me(key)).body).toMatchObject({ account_id: ada.accountId });
    expect((await me(key)).body.accounts).toHaveLength(2);
    const groups = await ask(http, 'GET /v1/accounts', { headers: bearer(key) });
    expect(groups.body.data.items.map(({ id }: { id: string }) => id)).toEqual([
      ada.accountId,
      second,
    ]);
  });

  it('reaches no account that its maker does not rule, nor one they only look at', async () => {
    const stranger = await http.tenant('Stranger');
    const grace = await join(http, ada, { email: 'grace@example.com', role: 'admin' });
    const second = await secondAccount();
    const looked = async (account_ids: readonly string[], by: Browser) => {
      const { status, body } = await create({ ...reading, account_ids }, by);
      return [status, body.details?.map(({ loc }: { loc: unknown }) => loc)];
    };
    const fault = [422, [['body', 'account_ids', 1]]];
    expect(await looked([ada.accountId, stranger.accountId], ada)).toEqual(fault);
    expect(await looked([ada.accountId, second], grace)).toEqual(fault);
    await http.world.db
      .insertInto('membership')
      .values({
        account_id: second,
        person_id: grace.userId,
        role: 'viewer',
        created_at: '2026-01-01T00:00:00Z',
      })
      .execute();
    expect(await looked([ada.accountId, second], grace)).toEqual(fault);
    expect(await looked([second], ada)).toEqual([422, [['body', 'account_ids']]]);
  });

  it('is cut off from an account by whoever rules there, and lives on at home', async () => {
    const second = await secondAccount();
    const { key, id } = (await create({ ...reading, account_ids: [ada.accountId, second] })).body;
    await goOnIn(second);
    expect((await ask(http, 'GET /api-keys', { browser: ada })).body.items).toHaveLength(1);
    const said = await ask(http, `DELETE /api-keys/${id}`, { browser: ada });
    expect(said.body).toEqual({ id, revoked: true, is_live_elsewhere: true });
    const url = `GET /v1/accounts/${second}/campaigns` as const;
    expect((await ask(other, url, { headers: bearer(key) })).status).toBe(404);
    expect((await me(key, other)).body.accounts).toHaveLength(1);
  });

  it('of another account is not there', async () => {
    const stranger = await http.tenant('Stranger');
    const row = await http.world.db
      .selectFrom('api_key')
      .select('id')
      .where('account_id', '=', stranger.accountId)
      .executeTakeFirstOrThrow();
    const said = await ask(http, `DELETE /api-keys/${row.id}`, { browser: ada });
    expect([said.status, said.body.detail]).toEqual([404, 'NOT_FOUND']);
    expect((await me(stranger.key)).status).toBe(200);
  });

  it('may do no more than its maker', async () => {
    const joan = await join(http, ada, { email: 'joan@example.com', role: 'reviewer' });
    const said = await create(reading, joan);
    expect([said.status, said.body.permission]).toEqual([403, 'keys:manage']);
    const unknown = await create({ ...reading, permissions: ['members:manage'] });
    expect(unknown.status).toBe(422);
  });

  it('says when it was last used, to the minute', async () => {
    const { key } = (await create()).body;
    const used = async () =>
      (await ask(http, 'GET /api-keys', { browser: ada })).body.items[0].last_used_at;
    await me(key);
    expect(await used()).toBe('2026-03-02T09:00:00.005Z');
    http.world.now.real += 59_999;
    await me(key);
    expect(await used()).toBe('2026-03-02T09:00:00.005Z');
    http.world.now.real += 1;
    await me(key);
    expect(await used()).toBe('2026-03-02T09:01:00.005Z');
  });

  it('is what an approval says it was given by; a person is themselves', async () => {
    const { key, id } = (await create({ ...reading, permissions: ['campaigns:write'] })).body;
    await ask(http, 'POST /suppressions', {
      headers: bearer(key),
      body: { email: 'a@b.example', reason: 'asked' },
    });
    await ask(http, 'POST /suppressions', {
      browser: ada,
      body: { email: 'c@d.example', reason: 'asked' },
    });
    const rows = http.world.db.selectFrom('suppression').select('created_by').orderBy('id');
    expect((await rows.execute()).map(({ created_by }) => created_by)).toEqual([
      `key:${id}`,
      ada.userId,
    ]);
  });
});
