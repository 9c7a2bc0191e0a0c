import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusMeter } from '../../../src/adapters/meter/prometheus-meter.ts';
import { countDueAccounts } from '../../../src/db/backlog.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

let http: HttpWorld;
let tenant: Tenant;
let isBroken = false;
const figures = createPrometheusMeter({
  pool: () => ({ open: 5, idle: 2, waiting: 1 }),
  backlog: async () => {
    if (isBroken) throw new Error('the database does not answer');
    const { accounts, lateMs } = await countDueAccounts(http.world.db, http.world.now.engine);
    return { accounts, lateSeconds: lateMs / 1000 };
  },
});

beforeAll(async () => {
  http = await createHttpWorld({ figures });
  tenant = await http.tenant();
});
afterAll(() => http.close());

const fromFar = { remoteAddress: '203.0.113.7' };

async function read(): Promise<readonly string[]> {
  const { statusCode, body } = await http.app.inject('/metrics');
  expect(statusCode).toBe(200);
  return body.split('\n').filter((line) => !line.startsWith('#'));
}

const figure = (lines: readonly string[], name: string) =>
  Number(
    lines
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  );

describe('the figures', () => {
  it('count requests by the route as its table writes it, and strangers’ paths as none', async () => {
    const headers = bearer(tenant.key);
    await http.app.inject({ url: `/api/v1/campaigns/${tenant.accountId}`, headers });
    await http.app.inject({ url: '/api/v1/campaigns/7', headers });
    await http.app.inject('/made/up/1');
    await http.app.inject('/made/up/2');
    const lines = await read();
    const route = '/api/v1/campaigns/:campaign_id';
    const of = (labels: string) => figure(lines, `countersign_requests_total{${labels}}`);
    expect(of(`method="GET",route="${route}",status="404"`)).toBe(2);
    expect(of('method="GET",route="none",status="404"')).toBe(2);
    const seconds = `countersign_request_seconds_count{method="GET",route="${route}"}`;
    expect(figure(lines, seconds)).toBe(2);
    expect(lines.join('\n')).not.toContain('made');
  });

  it('tell the pool, the process, and what is due', async () => {
    figures.handedOver('accepted');
    figures.claimed();
    const lines = await read();
    expect(figure(lines, 'countersign_pool_connections{state="used"}')).toBe(3);
    expect(figure(lines, 'countersign_hand_overs_total{outcome="accepted"}')).toBe(1);
    expect(figure(lines, 'countersign_claims_total')).toBe(1);
    expect(figure(lines, 'countersign_due_accounts')).toBe(0);
    expect(figure(lines, 'nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(figure(lines, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    const { accountId } = tenant;
    const next_at = new Date(http.world.now.engine - 30_000).toISOString();
    await http.world.db
      .insertInto('account_pace')
      .values({ account_id: accountId, next_at })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ next_at }))
      .execute();
    const later = await read();
    expect(figure(later, 'countersign_due_accounts')).toBe(1);
    expect(figure(later, 'countersign_due_late_seconds')).toBe(30);
  });

  it('are told without the backlog where the database does not answer', async () => {
    isBroken = true;
    expect(figure(await read(), 'countersign_due_accounts')).toBeNaN();
    isBroken = false;
  });

  it('are for this machine, or for whoever has a key', async () => {
    const strange = await http.app.inject({ url: '/metrics', ...fromFar });
    const known = { url: '/metrics', headers: bearer(tenant.key), ...fromFar };
    const forwarded = { url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.7' } };
    expect([strange.statusCode, strange.json().detail]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await http.app.inject(known)).statusCode).toBe(200);
    expect((await http.app.inject(forwarded)).statusCode).toBe(401);
  });
});
