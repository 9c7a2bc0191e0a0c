import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAesVault, fixedKeys } from '../../../src/adapters/vault/aes-vault.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import type { Mailer } from '../../../src/ports/mailer.ts';
import type { Vault } from '../../../src/ports/vault.ts';
import { answerKeptMs, outsideLeaseMs } from '../../../src/usecases/answer-once.ts';
import { meet } from '../../prove/idempotency.ts';
import { hour, later } from '../../support/drive.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

type Verify = Mailer['verify'];

let http: HttpWorld;
let tenant: Tenant;
let verify: Verify;
let sealing: (text: string) => void = () => undefined;
let keys = 0;

const signsIn: Verify = () => Promise.resolve({ ok: true });

beforeAll(async () => {
  const vault = createAesVault(fixedKeys(Buffer.alloc(32, 7)));
  const seal: Vault['seal'] = (text, context) => {
    sealing(text);
    return vault.seal(text, context);
  };
  const nothing = () => Promise.reject(new Error('nothing is handed over here'));
  http = await createHttpWorld({
    mailer: { open: nothing, verify: (mailbox) => verify(mailbox), close: nothing },
    vault: { ...vault, seal },
  });
  tenant = await http.tenant();
});
afterAll(() => http.close());
afterEach(() => {
  sealing = () => undefined;
  verify = signsIn;
});

type Post = {
  readonly key?: string;
  readonly by?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'POST' | 'PATCH';
};

async function post(url: string, { key, by = tenant.key, body, headers, method }: Post = {}) {
  const request: InjectOptions = {
    method: method ?? 'POST',
    url,
    headers: { ...bearer(by), ...(key && { 'idempotency-key': key }), ...headers },
    ...(body && { payload: body }),
  };
  const response = await http.send(request);
  const replayed = response.headers['idempotency-replayed'] === 'true';
  return { status: response.statusCode, replayed, body: response.json(), response };
}

function freshKey(): string {
  keys += 1;
  return `key-${keys}`;
}

/** Of an instance that does not exist. */
function verdictUrl(verdict: 'approve' | 'discard'): string {
  const { accountId } = tenant;
  const instance = `campaigns/${accountId}/workflow-instances/${accountId}`;
  return `/v1/accounts/${accountId}/${instance}/${verdict}`;
}

async function datasetsNamed(name: string): Promise<number> {
  const rows = await http.world.db
    .selectFrom('dataset')
    .select('id')
    .where('name', '=', name)
    .execute();
  return rows.length;
}

describe('a mutation with an Idempotency-Key', () => {
  it('has its effect once, and gives its first answer again', async () => {
    const key = freshKey();
    const first = await post('/api/v1/datasets', { key, body: { name: 'Once', rows: [] } });
    const again = await post('/api/v1/datasets/', { key, body: { rows: [], name: 'Once' } });
    expect([first.status, first.replayed]).toEqual([201, false]);
    expect([again.status, again.replayed]).toEqual([201, true]);
    expect(again.body).toEqual(first.body);
    expect(await datasetsNamed('Once')).toBe(1);
  });

  it('belongs to its tenant, not to one token of it', async () => {
    const key = freshKey();
    const body = { name: 'Of a tenant' };
    const other = await http.keyFor(tenant, ['campaigns:write']);
    const stranger = await http.tenant('Stranger');
    const first = await post('/api/v1/datasets', { key, body });
    const sameTenant = await post('/api/v1/datasets', { key, body, by: other });
    const otherTenant = await post('/api/v1/datasets', { key, body, by: stranger.key });
    expect(sameTenant.body.dataset_id).toBe(first.body.dataset_id);
    expect([sameTenant.replayed, otherTenant.replayed]).toEqual([true, false]);
    expect(otherTenant.body.dataset_id).not.toBe(first.body.dataset_id);
  });

  it('belongs to its path', async () => {
    const key = freshKey();
    await post('/api/v1/datasets', { key, body: { name: 'Of a path' } });
    const body = { name: 'Hello', subject: 'Hello', body: 'Hello.' };
    expect((await post('/api/v1/templates', { key, body })).status).toBe(201);
  });

  it('is refused with another body, and has no effect', async () => {
    const key = freshKey();
    await post('/api/v1/datasets', { key, body: { name: 'First' } });
    const other = await post('/api/v1/datasets', { key, body: { name: 'Second' } });
    expect([other.status, other.body.detail]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    expect(await datasetsNamed('Second')).toBe(0);
  });

  it('is refused with another query, or another version to change', async () => {
    const key = freshKey();
    const url = verdictUrl('approve');
    const first = await post(url, { key });
    const again = await post(url, { key });
    expect([first.status, again.status, again.replayed]).toEqual([404, 404, true]);
    expect(again.body.traceId).toBe(again.response.headers['x-request-id']);
    expect(again.body.traceId).not.toBe(first.body.traceId);
    const others = [
      await post(`${url}?x=1`, { key }),
      await post(url, { key, headers: { 'if-match': '"v1:0"' } }),
    ];
    expect(others.map(({ status, body }) => [status, body.error.code])).toEqual([
      [409, 'IDEMPOTENCY_CONFLICT'],
      [409, 'IDEMPOTENCY_CONFLICT'],
    ]);
  });

  it('is answered again with what a use case refused', async () => {
    const key = freshKey();
    const body = { email: 'twice@example.com', reason: 'asked' };
    await post('/api/v1/suppressions', { body });
    const refused = await post('/api/v1/suppressions', { key, body });
    await sql`update suppression set released_at = created_at`.execute(http.world.db);
    const again = await post('/api/v1/suppressions', { key, body });
    expect([refused.status, refused.body.detail]).toEqual([409, 'ALREADY_SUPPRESSED']);
    const { request_id: _, ...same } = refused.body;
    expect(again.body).toEqual({ ...same, request_id: again.response.headers['x-request-id'] });
    expect([again.status, again.replayed]).toEqual([409, true]);
  });

  it('may be mended where the request itself was wrong', async () => {
    const key = freshKey();
    const wrong = await post('/api/v1/datasets', { key, body: { name: '' } });
    const weak = await http.keyFor(tenant, ['campaigns:read']);
    const forbidden = await post('/api/v1/datasets', { key, by: weak, body: { name: 'Mended' } });
    const mended = await post('/api/v1/datasets', { key, body: { name: 'Mended' } });
    expect([wrong.status, forbidden.status, mended.status]).toEqual([422, 403, 201]);
  });

  it('is forgotten after a day', async () => {
    const key = freshKey();
    const body = { name: 'Daily' };
    await post('/api/v1/datasets', { key, body });
    http.world.now.real += answerKeptMs - 1;
    expect((await post('/api/v1/datasets', { key, body })).replayed).toBe(true);
    http.world.now.real += 1;
    expect((await post('/api/v1/datasets', { key, body })).replayed).toBe(false);
    expect(await datasetsNamed('Daily')).toBe(2);
  });

  it('is swept away after a day', async () => {
    const { world } = http;
    await post('/api/v1/datasets', { key: freshKey(), body: { name: 'Swept' } });
    world.now.real += hour;
    await post('/api/v1/datasets', { key: 'the-young', body: { name: 'Swept' } });
    world.now.real += answerKeptMs - hour;
    await sweepOnce(world.engine, world.now);
    const left = await world.db.selectFrom('idempotency_key').select('key').execute();
    expect(left).toEqual([{ key: 'the-young' }]);
  });

  it.each(['', 'a b', 'ü', 'a'.repeat(256)])('is refused where the key is %j', async (key) => {
    const headers = { 'idempotency-key': key };
    const { status, body } = await post('/api/v1/datasets', { headers, body: { name: 'Key' } });
    expect([status, body.detail]).toEqual([400, 'MALFORMED_REQUEST']);
    const other = await post(verdictUrl('discard'), { headers });
    expect([other.status, other.body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('keeps its answer sealed', async () => {
    const key = freshKey();
    await post('/api/v1/datasets', { key, body: { name: 'A name nobody should read' } });
    const row = await http.world.db
      .selectFrom('idempotency_key')
      .select(['answer', 'status'])
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    expect([row.status, row.answer?.includes('nobody should read')]).toEqual([201, false]);
  });
});

describe('the same mutation many times at once', () => {
  it('has one effect, and tells the others that it is under way, or what it came to', async () => {
    const key = freshKey();
    const body = { name: 'Crowd' };
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => post('/api/v1/datasets', { key, body })),
    );
    expect(await datasetsNamed('Crowd')).toBe(1);
    const told = new Set(
      answers.map(
        ({ status, body: { dataset_id, detail } }) => `${status} ${dataset_id ?? detail}`,
      ),
    );
    const made = answers.filter(({ status, replayed }) => status === 201 && !replayed);
    expect(made).toHaveLength(1);
    const id: string = made[0]?.body.dataset_id;
    told.delete(`201 ${id}`);
    expect([...told].filter((line) => line !== '409 IDEMPOTENCY_IN_PROGRESS')).toEqual([]);
    for (const { status, response } of answers) {
      if (status === 409) expect(response.headers['retry-after']).toBe('1');
    }
  });

  it('has one effect and one answer over real connections that meet', async () => {
    const pairs = 60;
    await http.app.listen({ port: 0, host: '127.0.0.1' });
    const { servers, db } = { servers: [http.app.server], db: http.world.db };
    const found = await meet({ servers, db, key: tenant.key }, pairs);
    expect(found).toMatchObject({ pairs, withOneEffect: pairs, consistent: pairs });
    expect(found.overlapped).toBeGreaterThanOrEqual(0.9 * pairs);
  });

  it('needs one connection each: a crowd does not starve the pool', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, () =>
        post('/api/v1/datasets', { key: freshKey(), body: { name: 'Each' } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(await datasetsNamed('Each')).toBe(24);
  });
});

describe('a crash between the effect and its commit', () => {
  it('leaves neither the effect nor the answer', async () => {
    const key = freshKey();
    const body = { name: 'Thrown' };
    sealing = () => {
      throw new Error('after the effect, before the commit');
    };
    expect((await post('/api/v1/datasets', { key, body })).status).toBe(500);
    expect(await datasetsNamed('Thrown')).toBe(0);
    sealing = () => undefined;
    const again = await post('/api/v1/datasets', { key, body });
    expect([again.status, again.replayed, await datasetsNamed('Thrown')]).toEqual([201, false, 1]);
  });

  it.each([
    {
      at: 'when the answer is written',
      table: 'idempotency_key',
      when: `new.key = 'dies'`,
      mode: '',
    },
    {
      at: 'at the commit',
      table: 'dataset',
      when: `new.name = 'Killed'`,
      mode: 'deferrable initially deferred',
    },
  ])('leaves neither where the connection is lost $at', async ({ table, when, mode }) => {
    const { db } = http.world;
    await sql`create or replace function die() returns trigger language plpgsql as
      'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'`.execute(db);
    await sql`create constraint trigger die after insert on ${sql.table(table)} ${sql.raw(mode)}
      for each row when (${sql.raw(when)}) execute function die()`.execute(db);
    const key = 'dies';
    const body = { name: 'Killed' };
    expect((await post('/api/v1/datasets', { key, body })).status).toBe(500);
    expect(await datasetsNamed('Killed')).toBe(0);
    await sql`drop trigger die on ${sql.table(table)}`.execute(db);
    const again = await post('/api/v1/datasets', { key, body });
    expect([again.status, again.replayed, await datasetsNamed('Killed')]).toEqual([201, false, 1]);
    await sql`delete from idempotency_key where key = ${key}`.execute(db);
    await sql`delete from dataset where name = 'Killed'`.execute(db);
  });
});

describe('a mutation that calls the outside', () => {
  async function alias(): Promise<string> {
    const address = `${freshKey()}@example.org`;
    const body = { address, display_name: 'Me', provider: 'sandbox' };
    const { alias_id } = (await post('/api/v1/aliases', { body })).body;
    return `/api/v1/aliases/${alias_id}/verify`;
  }

  it('is under way until it has its answer, which is then given again', async () => {
    const url = await alias();
    const key = freshKey();
    const said = later<Awaited<ReturnType<Verify>>>();
    const asked = later();
    verify = () => {
      asked.resolve();
      return said.promise;
    };
    const first = post(url, { key });
    await asked.promise;
    const meanwhile = await post(url, { key });
    expect([meanwhile.status, meanwhile.body.detail]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
    const other = await post(url, { key, headers: { 'if-match': '"x"' } });
    expect([other.status, other.body.detail]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    said.resolve({ ok: true });
    const { status, body } = await first;
    const again = await post(url, { key });
    expect([status, again.status, again.replayed, again.body]).toEqual([200, 200, true, body]);
  });

  it('may be tried again at once where it failed', async () => {
    const url = await alias();
    const key = freshKey();
    verify = () => Promise.reject(new Error('a fault of ours'));
    expect((await post(url, { key })).status).toBe(500);
    verify = signsIn;
    expect((await post(url, { key })).status).toBe(200);
  });

  it('may be tried again when the lease of one that died has lapsed', async () => {
    const url = await alias();
    const key = freshKey();
    const asked = later();
    const dead = later<never>();
    verify = () => {
      asked.resolve();
      return dead.promise;
    };
    const first = post(url, { key });
    await asked.promise;
    verify = signsIn;
    http.world.now.real += outsideLeaseMs - 1;
    expect((await post(url, { key })).status).toBe(409);
    http.world.now.real += 1;
    const second = await post(url, { key });
    expect([second.status, second.replayed]).toEqual([200, false]);
    // The dead one was alive after all: its word does not take the place of what was answered.
    dead.resolve({ ok: false, error: 'late' } as never);
    expect((await first).body.smtp.ok).toBe(false);
    expect((await post(url, { key })).body).toEqual(second.body);
  });
});
