/** Holds keys to the role of whoever made them, as it is at each request. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLiveKey } from '../../../src/db/keys.ts';
import { keyHashOf } from '../../../src/domain/key.ts';
import { grants, permissions, roles } from '../../../src/domain/permission.ts';
import { isStillAdmitted } from '../../../src/usecases/is-still-admitted.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, createSecond, join, setUpOwner } from '../../support/people.ts';

let http: HttpWorld;
let other: HttpWorld;
let ada: Browser;
let grace: Browser;

beforeEach(async () => {
  http = await createHttpWorld();
  // Another process on the same database.
  other = await createSecond(http);
  ada = await setUpOwner(http);
  grace = await join(http, ada, { email: 'grace@example.com', role: 'admin' });
});
afterEach(async () => {
  await other.close();
  await http.close();
});

async function keyOfGrace(
  rest: object = {},
): Promise<{ readonly key: string; readonly id: string }> {
  const body = { name: 'Hers', permissions, ...rest };
  return (await ask(http, 'POST /api-keys', { browser: grace, body })).body;
}

const setRole = (role: string) =>
  ask(http, `PATCH /members/${grace.userId}`, { browser: ada, body: { role } });

const remove = () => ask(http, `DELETE /members/${grace.userId}`, { browser: ada });

const me = async (key: string) => ask(other, 'GET /auth/me', { headers: bearer(key) });

const write = (key: string, at: HttpWorld = other) =>
  ask(at, 'POST /templates', {
    headers: bearer(key),
    body: { name: 'T', subject: 'S', body: 'B' },
  });

describe('a key whose maker became something else', () => {
  it('may do what both allow, at once and on every process, and more again afterwards', async () => {
    const { key } = await keyOfGrace();
    for (const role of ['viewer', 'reviewer', 'admin', 'owner', 'viewer'] as const) {
      expect((await setRole(role)).status).toBe(200);
      expect((await me(key)).body.permissions).toEqual(grants[role].permissions);
      const writes = role === 'admin' || role === 'owner';
      const said = await write(key);
      expect([role, said.status, said.body.permission]).toEqual(
        writes ? [role, 201, undefined] : [role, 403, 'campaigns:write'],
      );
    }
  });

  it('gains nothing it was not given', async () => {
    const { key } = await keyOfGrace({ permissions: ['content:review', 'campaigns:read'] });
    for (const role of roles) {
      await setRole(role);
      const both = grants[role].permissions.filter((name) =>
        ['content:review', 'campaigns:read'].includes(name),
      );
      expect(new Set((await me(key)).body.permissions)).toEqual(new Set(both));
    }
  });

  it('is listed with what it may do now, to people and to operators', async () => {
    const { id } = await keyOfGrace();
    await setRole('viewer');
    const { body } = await ask(http, 'GET /api-keys', { browser: ada });
    expect(
      body.items.map((key: { id: string; permissions: unknown }) => [key.id, key.permissions]),
    ).toEqual([[id, ['campaigns:read']]]);
    await remove();
    const after = await ask(http, 'GET /api-keys', { browser: ada });
    expect(after.body.items[0]).toMatchObject({ id, permissions: [] });
  });

  it('is refused on both surfaces', async () => {
    const { key } = await keyOfGrace();
    await setRole('viewer');
    const { accountId: id } = ada;
    const path = `/v1/accounts/${id}/campaigns/${id}/workflow-instances/${id}/approve` as const;
    const said = await ask(other, `POST ${path}`, { headers: bearer(key), body: {} });
    expect(said.status).toBe(403);
    expect((await ask(other, 'GET /v1/accounts', { headers: bearer(key) })).status).toBe(200);
  });

  it('writes nothing once the answer to the change is there, however many ask meanwhile', async () => {
    const { key } = await keyOfGrace();
    let isChanged = false;
    const asked: Promise<readonly [begunAfter: boolean, status: number]>[] = [];
    const changing = setRole('viewer').then((said) => {
      isChanged = true;
      return said;
    });
    for (let n = 0; n < 40; n += 1) {
      const begunAfter = isChanged;
      const at = n % 2 === 0 ? http : other;
      asked.push(write(key, at).then(({ status }) => [begunAfter, status] as const));
      await new Promise((wake) => setImmediate(wake));
    }
    expect((await changing).status).toBe(200);
    asked.push(write(key).then(({ status }) => [true, status] as const));
    const answers = await Promise.all(asked);
    expect(answers.filter(([, status]) => status !== 201 && status !== 403)).toEqual([]);
    expect(answers.filter(([begunAfter, status]) => begunAfter && status !== 403)).toEqual([]);
    const kept = await http.world.db.selectFrom('template').select('id').execute();
    expect(kept).toHaveLength(answers.filter(([, status]) => status === 201).length);
  });
});

describe('a list of keys', () => {
  it('goes on after its first page', async () => {
    const made = [await keyOfGrace(), await keyOfGrace(), await keyOfGrace()].map(({ id }) => id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const query = `limit=1${cursor}`;
      const page = await http.send({
        method: 'GET',
        url: `/api/v1/api-keys?${query}`,
        headers: { cookie: grace.cookie },
      });
      expect(page.statusCode).toBe(200);
      const { items, next_cursor: next } = page.json() as {
        items: { id: string }[];
        next_cursor: string | null;
      };
      seen.push(...items.map(({ id }) => id));
      cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    } while (cursor !== '');
    expect(seen.filter((id) => made.includes(id))).toEqual(made.toReversed());
  });
});

describe('a key whose maker is no member any more', () => {
  it('is not valid at home, on any process, and hears no more events', async () => {
    const { key, id } = await keyOfGrace();
    const caller = { accountId: ada.accountId, keyId: id, sessionId: null };
    const heard = () => isStillAdmitted(http.world, caller);
    expect([(await me(key)).status, await heard()]).toEqual([200, true]);
    const removed = await remove();
    expect(removed.body).toEqual({ member_id: grace.userId, removed: true, keys_left: 1 });
    expect([(await me(key)).status, (await write(key)).status]).toEqual([401, 401]);
    expect((await ask(other, 'GET /v1/accounts', { headers: bearer(key) })).status).toBe(401);
    expect(await heard()).toBe(false);
  });

  it('goes on elsewhere, where they are a member, as what they are there', async () => {
    // Only whoever has proved their address makes further accounts.
    await http.world.db
      .updateTable('person')
      .set({ email_proved_at: new Date().toISOString() as never, home_account_id: null })
      .where('id', '=', grace.userId)
      .execute();
    const made = await ask(http, 'POST /accounts', { browser: grace, body: { name: 'Second' } });
    const second = made.body.account_id;
    const { key } = await keyOfGrace({ account_ids: [ada.accountId, second] });
    const inSecond = `GET /v1/accounts/${second}/campaigns` as const;
    const inFirst = `GET /v1/accounts/${ada.accountId}/campaigns` as const;
    const asked = async () =>
      Promise.all(
        [inFirst, inSecond].map(
          async (what) => (await ask(other, what, { headers: bearer(key) })).status,
        ),
      );
    expect(await asked()).toEqual([200, 200]);
    await remove();
    expect(await asked()).toEqual([404, 200]);
  });

  it('loses another account alone where they left that one', async () => {
    const made = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Second' } });
    const second = made.body.account_id;
    const created_at = '2026-01-01T00:00:00Z';
    const row = { account_id: second, person_id: grace.userId, role: 'admin', created_at } as const;
    await http.world.db.insertInto('membership').values(row).execute();
    const { key } = await keyOfGrace({ account_ids: [ada.accountId, second] });
    expect((await me(key)).body.accounts).toHaveLength(2);
    await http.world.db
      .updateTable('membership')
      .set({ role: 'viewer' })
      .where('account_id', '=', second)
      .where('person_id', '=', grace.userId)
      .execute();
    const found = await findLiveKey(http.world.db, keyHashOf(key), second);
    expect(found).toMatchObject({ reaches: second, role: 'viewer' });
    expect((await me(key)).body.permissions).toEqual([...permissions]);
    await http.world.db
      .deleteFrom('membership')
      .where('account_id', '=', second)
      .where('person_id', '=', grace.userId)
      .execute();
    expect((await me(key)).body.accounts).toHaveLength(1);
    const there = `GET /v1/accounts/${second}/campaigns` as const;
    expect((await ask(other, there, { headers: bearer(key) })).status).toBe(404);
    const groups = await ask(other, 'GET /v1/accounts', { headers: bearer(key) });
    expect(groups.body.data.items.map(({ id }: { id: string }) => id)).toEqual([ada.accountId]);
  });
});
