import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { permissions } from '../../../src/domain/permission.ts';
import { sha256 } from '../../../src/lib/sha256.ts';
import { bootstrap } from '../../../src/usecases/bootstrap.ts';
import { findCaller } from '../../../src/usecases/find-caller.ts';
import { listAccounts } from '../../../src/usecases/list-accounts.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { createStore, type Store, start } from '../../support/store.ts';

const stores: Store[] = [];
let store: Store;

beforeEach(async () => {
  store = await createStore();
  stores.push(store);
});
afterAll(async () => {
  for (const used of stores) await used.close();
});

const key = `cs_live_${'aB3-_'.repeat(8)}xyz`;
const otherKey = `cs_live_${'z'.repeat(43)}`;

async function callerOf(text: string, accountId: string | null = null) {
  const found = await findCaller(store)({ token: text, accountId, takesSessions: true });
  return found.ok ? found.value : found.failure;
}

describe('an empty database', () => {
  it('gets an account, an owner and their key, of which the hash alone is kept', async () => {
    expect(valueFrom(await bootstrap(store)(key))).toEqual({ created: true });
    const accounts = await store.db
      .selectFrom('account')
      .select(['id', 'name', 'created_at'])
      .execute();
    const people = await store.db.selectFrom('person').selectAll().execute();
    const members = await store.db.selectFrom('membership').selectAll().execute();
    const keys = await store.db.selectFrom('api_key').selectAll().execute();
    const [accountId, personId] = [accounts[0]?.id, people[0]?.id];
    expect(accounts).toEqual([{ id: accountId, name: 'Default', created_at: start }]);
    expect(people).toEqual([
      {
        id: personId,
        name: 'Owner',
        email: null,
        password_hash: null,
        email_proved_at: null,
        home_account_id: null,
        created_at: start,
      },
    ]);
    expect(members).toEqual([
      { account_id: accountId, person_id: personId, role: 'owner', created_at: start },
    ]);
    expect(keys).toEqual([
      {
        id: expect.any(String),
        account_id: accountId,
        name: 'Bootstrap key',
        key_prefix: 'cs_live_aB3-_aB3-',
        key_hash: sha256(key),
        permissions: [...permissions],
        person_id: personId,
        created_at: store.now.real,
        revoked_at: null,
        last_used_at: null,
      },
    ]);
    expect(await callerOf(key)).toEqual({
      accountId,
      actor: `key:${keys[0]?.id}`,
      userId: personId,
      keyId: keys[0]?.id,
      sessionId: null,
      role: null,
      requestId: null,
      accounts: null,
      permissions: new Set(permissions),
    });
  });

  it('gets it once, of ten processes that start together', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => bootstrap(store)(key)));
    expect(all.map(valueFrom).filter(({ created }) => created)).toHaveLength(1);
    expect(await store.db.selectFrom('account').select('id').execute()).toHaveLength(1);
  });

  it('takes no key of another shape', async () => {
    const keys = ['', 'cs_live_', key.slice(0, -1), `${key}x`, ` ${key}`, `${key}\n`];
    const odd = [key.replace('cs_live', 'sk_live'), key.replace('-', '+')];
    for (const text of [...keys, ...odd]) {
      expect(failureFrom(await bootstrap(store)(text)).code).toBe('VALIDATION_ERROR');
    }
    expect(await store.db.selectFrom('api_key').select('id').execute()).toEqual([]);
  });
});

describe('a database that has a key', () => {
  it('is left as it is, also when that key was revoked', async () => {
    await bootstrap(store)(key);
    await store.db.updateTable('api_key').set({ revoked_at: new Date().toISOString() }).execute();
    expect(valueFrom(await bootstrap(store)(otherKey))).toEqual({ created: false });
    expect(await callerOf(otherKey)).toBe('UNKNOWN_TOKEN');
  });
});

describe('a key', () => {
  it('that nobody knows, or that was revoked, is no caller, whatever it asks for', async () => {
    await bootstrap(store)(key);
    const home = await store.db.selectFrom('account').select('id').executeTakeFirstOrThrow();
    expect(await callerOf(otherKey)).toBe('UNKNOWN_TOKEN');
    expect(await callerOf(otherKey, home.id)).toBe('UNKNOWN_TOKEN');
    expect(await callerOf('')).toBe('UNKNOWN_TOKEN');
    await store.db.updateTable('api_key').set({ revoked_at: new Date().toISOString() }).execute();
    expect(await callerOf(key)).toBe('UNKNOWN_TOKEN');
    expect(await callerOf(key, home.id)).toBe('UNKNOWN_TOKEN');
  });

  it('acts for the accounts it was given, and for its home where it asks for none', async () => {
    await bootstrap(store)(key);
    const home = await store.db.selectFrom('account').select('id').executeTakeFirstOrThrow();
    const given = await store.caller('Given');
    const other = await store.caller('Other');
    const { id, person_id } = await store.db
      .selectFrom('api_key')
      .select(['id', 'person_id'])
      .executeTakeFirstOrThrow();
    const reach = { account_id: given.accountId, api_key_id: id };
    await store.db.insertInto('api_key_account').values(reach).execute();
    // What it was given counts only where its maker is a member.
    expect(await callerOf(key, given.accountId)).toBe('UNREACHABLE_ACCOUNT');
    const created_at = new Date(start).toISOString();
    const member = { account_id: given.accountId, person_id, role: 'admin', created_at } as const;
    await store.db.insertInto('membership').values(member).execute();
    expect(await callerOf(key)).toMatchObject({ accountId: home.id });
    expect(await callerOf(key, home.id)).toMatchObject({ accountId: home.id });
    expect(await callerOf(key, given.accountId)).toMatchObject({ accountId: given.accountId });
    expect(await callerOf(key, other.accountId)).toBe('UNREACHABLE_ACCOUNT');
    expect(await callerOf(key, 'no id')).toBe('UNREACHABLE_ACCOUNT');
    const caller = await findCaller(store)({
      token: key,
      accountId: given.accountId,
      takesSessions: false,
    });
    if (!caller.ok) throw new Error(caller.failure);
    const accounts = await listAccounts(store)(caller.value);
    expect(accounts).toEqual({
      ok: true,
      value: [
        { id: home.id, name: 'Default', createdAt: start },
        { id: given.accountId, name: 'Given', createdAt: start },
      ],
    });
  });

  it('keeps only permissions there are', async () => {
    await bootstrap(store)(key);
    await store.db
      .updateTable('api_key')
      .set({ permissions: ['campaigns:read', 'campaigns:everything'] })
      .execute();
    expect(await callerOf(key)).toMatchObject({ permissions: new Set(['campaigns:read']) });
  });
});
