/** An operator on the host makes, lists and revokes keys, and each account reads of it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findLiveKey } from '../../../src/db/keys.ts';
import { keyHashOf } from '../../../src/domain/key.ts';
import { keys } from '../../../src/main/commands/keys.ts';
import { readConfig } from '../../../src/main/config.ts';
import { noteMigrations } from '../../support/migrations.ts';
import { makeWorld, type World } from '../../support/world.ts';

let world: World;
const said = { out: '', error: '' };
beforeEach(async () => {
  world = await makeWorld();
  await noteMigrations(world.url);
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    said.out += `${line}\n`;
  });
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    said.error += `${line}\n`;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

type Asked = Parameters<typeof keys>[1];

async function run(asked: Asked): Promise<{ code: number; out: string; error: string }> {
  Object.assign(said, { out: '', error: '' });
  const config = readConfig({ DATABASE_URL: world.url });
  if (!config.ok) throw new Error(config.failure.join(' '));
  const code = await keys(config.value, asked);
  return { code, ...said };
}

const making = {
  command: 'keys create',
  name: 'For the CRM',
  account: null,
  permissions: null,
  json: true,
} as const;
const listing = { command: 'keys list', account: null, json: true } as const;

async function made(of: Partial<typeof making> = {}): Promise<{ id: string; key: string }> {
  const { code, out, error } = await run({ ...making, ...of });
  expect([code, error]).toEqual([0, '']);
  return JSON.parse(out) as { id: string; key: string };
}

describe('an operator', () => {
  test('makes a key of the owner, which acts at once, and is on the trail', async () => {
    const { id, key } = await made();
    expect(await findLiveKey(world.db, keyHashOf(key), null)).toMatchObject({
      id,
      personId: world.me.userId,
      reaches: world.me.accountId,
    });
    const trail = await world.db.selectFrom('audit').select(['actor', 'action']).execute();
    expect(trail).toEqual([{ actor: 'operator', action: 'key.create' }]);
  });

  test('is shown the key once, and never again', async () => {
    const { id, key } = await made();
    const { out } = await run(listing);
    expect(JSON.parse(out)).toMatchObject([{ id, name: 'For the CRM', last_used_at: null }]);
    expect(out).not.toContain(key);
    expect((await run({ ...listing, json: false })).out).not.toContain(key);
  });

  test('revokes a key, which is dead at once, and cannot be revoked twice', async () => {
    const { id, key } = await made();
    expect(await run({ command: 'keys revoke', id, json: false })).toMatchObject({ code: 0 });
    expect(await findLiveKey(world.db, keyHashOf(key), null)).toBeNull();
    expect(await run({ command: 'keys revoke', id, json: false })).toEqual({
      code: 1,
      out: '',
      error: 'There is no such live key: see keys list.\n',
    });
    expect(JSON.parse((await run(listing)).out)).toEqual([]);
  });

  test('names the account where there are several', async () => {
    const other = await world.caller('Other');
    const refused = await run(making);
    expect(refused.code).toBe(2);
    expect(refused.error).toContain(`  ${other.accountId}  Other\n`);
    const named = { account: other.accountId } as unknown as Partial<typeof making>;
    const { key } = await made(named);
    const found = await findLiveKey(world.db, keyHashOf(key), null);
    expect(found?.reaches).toBe(other.accountId);
  });

  test.each([
    { what: 'an empty name', of: { name: '' }, says: /^--name does not fit/ },
    {
      what: 'a permission that there is not',
      of: { permissions: ['everything'] },
      says: /^--permissions does not fit: .* There are: campaigns:read, /,
    },
  ])('is told of $what', async ({ of, says }) => {
    const { code, error, out } = await run({ ...making, ...of });
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(says);
  });
});
