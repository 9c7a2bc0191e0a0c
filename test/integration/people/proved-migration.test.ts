/** Whoever came before addresses had to be proved: who counts as proved, and what nobody loses. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from '../../../src/db/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { applyMigrations } from '../../support/migrations.ts';
import type { TestDatabase } from '../../support/test-databases.ts';

const migration = '0014-proved-addresses.sql';
let database: TestDatabase;
let opened: Database;

beforeEach(async () => {
  database = await createTestDatabase();
  const pool = createPool({ url: database.url, connectionsMax: 1, onIdleError: () => undefined });
  opened = createDatabase(pool);
  await ask('drop schema public cascade');
  await ask('create schema public');
  await applyMigrations(database.url, (name) => name < migration);
});
afterEach(async () => {
  await opened.close();
  await database.drop();
});

async function ask<Row>(text: string): Promise<readonly Row[]> {
  const { CompiledQuery } = await import('kysely');
  return (await opened.db.executeQuery<Row>(CompiledQuery.raw(text))).rows;
}

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const [first, second, owner, reset, invited, gone, machine] = [1, 2, 3, 4, 5, 6, 7].map(id);

it('the first owner and whoever used an operator’s link are proved; the invited keep all they have', async () => {
  await ask(`insert into account (id, name, created_at)
    values ('${first}', 'First', now()), ('${second}', 'Second', now())`);
  await ask(`insert into person (id, name, email, created_at) values
    ('${owner}', 'Owner', 'owner@example.com', now()),
    ('${reset}', 'Reset', 'reset@example.com', now()),
    ('${invited}', 'Invited', 'invited@example.com', now()),
    ('${gone}', 'Gone', 'gone@example.com', now()),
    ('${machine}', 'Machine', null, now())`);
  await ask(`insert into membership (account_id, person_id, role, created_at) values
    ('${first}', '${owner}', 'owner', '2026-01-01Z'),
    ('${first}', '${reset}', 'viewer', '2026-01-02Z'),
    ('${second}', '${invited}', 'admin', '2026-01-03Z'),
    ('${first}', '${invited}', 'viewer', '2026-01-04Z'),
    ('${first}', '${machine}', 'owner', '2026-01-01Z')`);
  const lines = [
    [owner, 'account.set_up', '2026-02-01Z'],
    [reset, 'person.reset_password', '2026-02-03Z'],
    [reset, 'person.reset_password', '2026-02-02Z'],
    [invited, 'invitation.accept', '2026-02-04Z'],
    ['operator', 'person.link_password', '2026-02-05Z'],
  ].map(
    ([actor, action, realAt]) =>
      `(gen_random_uuid(), '${first}', now(), '${realAt}', '${actor}', '${action}', 'person',
        '${first}', '[]')`,
  );
  await ask(`insert into audit
    (id, account_id, at, real_at, actor, action, target_kind, target_id, detail)
    values ${lines.join(', ')}`);

  await applyMigrations(database.url, (name) => name >= migration);

  const people = await ask(`select id, email_proved_at, home_account_id from person order by id`);
  const row = (
    of: string | undefined,
    provedAt: number | null,
    home: string | null | undefined,
  ) => ({
    id: of,
    email_proved_at: provedAt,
    home_account_id: home,
  });
  expect(people).toEqual([
    row(owner, Date.UTC(2026, 1, 1), null),
    row(reset, Date.UTC(2026, 1, 2), null),
    row(invited, null, second),
    row(gone, null, null),
    row(machine, null, null),
  ]);
  const memberships = await ask(`select from membership where person_id = '${invited}'`);
  expect(memberships).toHaveLength(2);
});

it('an address is proved once over the host, and once unproved in each account', async () => {
  await applyMigrations(database.url, (name) => name >= migration);
  await ask(`insert into account (id, name, created_at)
    values ('${first}', 'First', now()), ('${second}', 'Second', now())`);
  let n = 10;
  const add = (provedAt: string | null, home: string | null | undefined) => {
    n += 1;
    const value = (text: string | null | undefined) => (text == null ? 'null' : `'${text}'`);
    return ask(`insert into person (id, name, email, created_at, email_proved_at, home_account_id)
      values ('00000000-0000-7000-8000-0000000000${n}', 'P', 'p@example.com', now(),
        ${value(provedAt)}, ${value(home)})`);
  };
  await add('2026-01-01Z', null);
  await expect(add('2026-01-02Z', null)).rejects.toThrow('person_proved_email');
  await add(null, first);
  await add(null, second);
  await expect(add(null, first)).rejects.toThrow('person_unproved_email');
  await expect(add('2026-01-01Z', first)).rejects.toThrow('person_proved_is_at_home_nowhere');
});
