/** The place where the bound on connections is held under a random crowd. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ok, type Result } from '../../lib/result.ts';
import type { SmtpServer } from '../../ports/mailer.ts';
import type { SmtpFault } from './classify.ts';
import type { SmtpConnection } from './smtp-connection.ts';
import { smtpLimits } from './smtp-limits.ts';
import { createSmtpPool, type PoolDeps } from './smtp-pool.ts';

type Counted = { open: number; peak: number; ever: number };

function serverNamed(host: string, password = 'secret'): SmtpServer {
  return { host, port: 25, security: 'none', auth: { username: 'ada', password } };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A connection that takes a turn for everything and counts itself. */
async function openFake(counted: Counted): Promise<Result<SmtpConnection, SmtpFault>> {
  counted.open += 1;
  counted.ever += 1;
  counted.peak = Math.max(counted.peak, counted.open);
  await turn();
  let alive = true;
  let served = 0;
  let ended = (): void => {};
  const end = (): void => {
    if (!alive) return;
    alive = false;
    counted.open -= 1;
    ended();
  };
  return ok({
    send: async () => {
      served += 1;
      await turn();
      return ok('250 taken');
    },
    reset: () => turn().then(() => alive),
    quit: () => turn().then(end),
    cut: end,
    isAlive: () => alive,
    served: () => served,
    onEnd(listener) {
      ended = listener;
    },
  });
}

function startPool(options: Partial<PoolDeps> = {}) {
  const counted: Counted = { open: 0, peak: 0, ever: 0 };
  const pool = createSmtpPool({
    open: () => openFake(counted),
    connectionsMax: 3,
    connectionsPerServerMax: 3,
    limits: smtpLimits,
    ...options,
  });
  return { pool, counted };
}

const message = { from: 'a@b.example', to: 'c@d.example', bytes: Buffer.from('x') };

describe('the pool', () => {
  test('never has more connections than its bound, and serves everybody', async () => {
    const guest = fc.record({
      host: fc.constantFrom('a', 'b', 'c', 'd'),
      fresh: fc.boolean(),
      fitFor: fc.constantFrom('reuse', 'reset', 'nothing'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(guest, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        async (guests, connectionsMax, connectionsPerServerMax) => {
          const { pool, counted } = startPool({ connectionsMax, connectionsPerServerMax });
          const served = await Promise.all(
            guests.map(async ({ host, fresh, fitFor }) => {
              const lease = await pool.take(serverNamed(host), { fresh });
              if (!lease.ok) return false;
              await lease.value.connection.send(message);
              pool.give(lease.value, fitFor);
              return true;
            }),
          );
          expect(served.every(Boolean)).toBe(true);
          expect(counted.peak).toBeLessThanOrEqual(connectionsMax);
          await pool.close();
          expect(counted.open).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  async function passOnce(
    pool: ReturnType<typeof createSmtpPool>,
    server: SmtpServer,
    fresh = false,
  ): Promise<boolean> {
    const lease = await pool.take(server, { fresh });
    if (!lease.ok) return false;
    await lease.value.connection.send(message);
    pool.give(lease.value, 'reuse');
    for (let turns = 0; turns < 4; turns += 1) await turn();
    return lease.value.reused;
  }

  test('lends a connection again, but only to the same server and log-in', async () => {
    const { pool } = startPool();
    expect(await passOnce(pool, serverNamed('a'))).toBe(false);
    expect(await passOnce(pool, serverNamed('a'))).toBe(true);
    expect(await passOnce(pool, serverNamed('b'))).toBe(false);
    expect(await passOnce(pool, serverNamed('a', 'another'))).toBe(false);
    expect(await passOnce(pool, serverNamed('a'), true)).toBe(false);
    await pool.close();
  });

  test('ends a connection that has carried its share, or rested too long', async () => {
    const limits = { ...smtpLimits, messagesPerConnectionMax: 2, idleMsMax: 20 };
    const { pool, counted } = startPool({ limits });
    await passOnce(pool, serverNamed('a'));
    await passOnce(pool, serverNamed('a'));
    expect(counted).toEqual({ open: 0, peak: 1, ever: 1 });
    await passOnce(pool, serverNamed('a'));
    await expect.poll(() => counted.open).toBe(0);
    await pool.close();
  });

  test('a cold server gets its turn while a busy one keeps every connection', async () => {
    const limits = { ...smtpLimits, patienceMsMax: 30 };
    const { pool } = startPool({ connectionsMax: 1, limits });
    let busy = true;
    const crowd = [1, 2, 3].map(async () => {
      while (busy) await passOnce(pool, serverNamed('a'));
    });
    await turn();
    await passOnce(pool, serverNamed('b'));
    busy = false;
    await Promise.all(crowd);
    await pool.close();
  });

  test('who waits too long is told so, and who comes after the end as well', async () => {
    const limits = { ...smtpLimits, waitMsMax: 20, closeMsMax: 20 };
    const { pool, counted } = startPool({ connectionsMax: 1, limits });
    await pool.take(serverNamed('a'), { fresh: false });
    const late = await pool.take(serverNamed('a'), { fresh: false });
    expect(late.ok ? '' : late.failure.error.message).toBe('no connection came free in time');
    await pool.close();
    expect(counted.open).toBe(0);
    const after = await pool.take(serverNamed('a'), { fresh: false });
    expect(after.ok ? '' : after.failure.error.message).toBe('the mailer is closed');
  });
});
