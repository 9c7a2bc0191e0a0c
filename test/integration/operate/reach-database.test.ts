import pg from 'pg';
import { expect, it } from 'vitest';
import { createDatabase, createPool } from '../../../src/db/database.ts';
import { awayBecause, untilReached } from '../../../src/main/reach-database.ts';
import { startTestServer } from '../../support/test-server.ts';

const silent = { warn: () => undefined };

it('is reached, and told from another fault when it goes away', async () => {
  const server = await startTestServer();
  const pool = createPool({ url: server.url, connectionsMax: 2, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  expect(await untilReached(db, silent)).toEqual({ ok: true, value: null });
  const failureOf = (work: Promise<unknown>) => work.then(() => null, awayBecause);
  expect(await failureOf(pool.query('select nothing'))).toBeNull();
  expect(await failureOf(Promise.reject(new Error('an assertion')))).toBeNull();
  const asleep = failureOf(pool.query('select pg_sleep(60)'));
  const other = new pg.Client({ connectionString: server.url });
  await other.connect();
  await expect
    .poll(async () => {
      const { rowCount } = await other.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like '%sleep(60)'
          and pid <> pg_backend_pid()`,
      );
      return rowCount;
    })
    .toBe(1);
  expect(await asleep).toBe('57P01');
  await other.end();
  await close();
  await server.stop();
  const nobody = new pg.Client({ connectionString: 'postgres://x:y@127.0.0.1:1/x' });
  expect(await failureOf(nobody.connect())).toBe('ECONNREFUSED');
});

it('says at once what waiting would not cure', async () => {
  const url = 'postgres://somebody:secret@nowhere.invalid/x';
  const pool = createPool({ url, connectionsMax: 1, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  const reached = await untilReached(db, silent);
  expect(reached).toEqual({ ok: false, failure: expect.stringMatching(/; see DATABASE_URL\.$/) });
  expect(JSON.stringify(reached)).not.toContain('secret');
  await close();
});
