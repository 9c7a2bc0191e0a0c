/** The place where connections are shared out: a hard bound over all, warm ones used again. */
import { failed, ok, type Result } from '../../lib/result.ts';
import type { SmtpServer } from '../../ports/mailer.ts';
import type { SmtpFault } from './classify.ts';
import type { SmtpConnection } from './smtp-connection.ts';
import type { SmtpLimits } from './smtp-limits.ts';

export type Lease = {
  readonly connection: SmtpConnection;
  readonly reused: boolean;
  readonly slot: Slot;
};

export type SmtpPool = {
  /** `fresh` never gets a connection that was used before, and ends the idle ones beside it. */
  readonly take: (
    server: SmtpServer,
    wish: { readonly fresh: boolean },
  ) => Promise<Result<Lease, SmtpFault>>;
  /** What the session is fit for is the taker's to say; `reset` after a refused message. */
  readonly give: (lease: Lease, fitFor: 'reuse' | 'reset' | 'nothing') => void;
  readonly close: () => Promise<void>;
};

export type PoolDeps = {
  readonly open: (server: SmtpServer) => Promise<Result<SmtpConnection, SmtpFault>>;
  readonly connectionsMax: number;
  readonly connectionsPerServerMax: number;
  readonly limits: SmtpLimits;
};

type Slot = { readonly key: string; idleSince: number | null; connection: SmtpConnection | null };

type Waiter = {
  readonly key: string;
  readonly server: SmtpServer;
  readonly fresh: boolean;
  readonly since: number;
  readonly settle: (result: Result<Lease, SmtpFault>) => void;
};

type Pool = {
  readonly deps: PoolDeps;
  /** Everything that counts against the bound: opening, busy, idle, and saying goodbye. */
  readonly slots: Set<Slot>;
  readonly waiters: Waiter[];
  readonly drained: (() => void)[];
  leaving: number;
  closed: boolean;
};

export function createSmtpPool(deps: PoolDeps): SmtpPool {
  const pool: Pool = {
    deps,
    slots: new Set(),
    waiters: [],
    drained: [],
    leaving: 0,
    closed: false,
  };
  const sweeper = setInterval(() => sweep(pool), deps.limits.idleMsMax / 4);
  sweeper.unref();
  return {
    take: (server, wish) => take(pool, server, wish.fresh),
    give: (lease, fitFor) => give(pool, lease, fitFor),
    async close() {
      clearInterval(sweeper);
      await close(pool);
    },
  };
}

/**
 * The password is part of the key: otherwise whoever knows another tenant's user name would be
 * served on that tenant's logged-in session. The key never leaves this module.
 */
function keyOf(server: SmtpServer): string {
  const { auth } = server;
  const login = auth === null ? [] : [auth.username, auth.password];
  return JSON.stringify([server.host, server.port, server.security, ...login]);
}

function take(pool: Pool, server: SmtpServer, fresh: boolean): Promise<Result<Lease, SmtpFault>> {
  const key = keyOf(server);
  if (pool.closed) return Promise.resolve(noConnection('the mailer is closed'));
  if (fresh) for (const slot of pool.slots) if (isIdle(slot, key)) retire(pool, slot);
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | null = null;
    const waiter: Waiter = {
      key,
      server,
      fresh,
      since: performance.now(),
      settle(result) {
        if (timer !== null) clearTimeout(timer);
        resolve(result);
      },
    };
    pool.waiters.push(waiter);
    serve(pool);
    if (!pool.waiters.includes(waiter)) return;
    timer = setTimeout(() => {
      leaveQueue(pool, waiter);
      waiter.settle(noConnection('no connection came free in time'));
    }, pool.deps.limits.waitMsMax);
  });
}

/**
 * Two turns of the event loop pass before a connection is used again: a reply too many, already
 * in the library's queue, then finds nobody waiting and ends the session, instead of being taken
 * for the answer to the next message's MAIL.
 */
function give(pool: Pool, lease: Lease, fitFor: Parameters<SmtpPool['give']>[1]): void {
  const { connection, slot } = lease;
  const cut = (): void => connection.cut();
  switch (fitFor) {
    case 'reuse':
      setImmediate(() => setImmediate(() => rest(pool, slot, connection)));
      break;
    case 'reset':
      // A refused message leaves its transaction open at the server; RSET ends it.
      connection.reset().then((fit) => give(pool, lease, fit ? 'reuse' : 'nothing'), cut);
      break;
    case 'nothing':
      cut();
  }
}

function rest(pool: Pool, slot: Slot, connection: SmtpConnection): void {
  if (!connection.isAlive()) {
    connection.cut();
    return;
  }
  slot.idleSince = performance.now();
  const spent = connection.served() >= pool.deps.limits.messagesPerConnectionMax;
  if (spent || pool.closed) retire(pool, slot);
  else serve(pool);
}

/**
 * Warm connections first, whoever waits for them; but the one who waits longest is not overtaken
 * for ever: after a while of patience an idle connection is ended for it first.
 */
function serve(pool: Pool): void {
  const oldest = pool.waiters[0];
  if (oldest === undefined) return;
  const waitedMs = performance.now() - oldest.since;
  const impatient = waitedMs > pool.deps.limits.patienceMsMax;
  if (impatient && !serveFromIdle(pool, oldest)) openFor(pool, oldest);
  for (const waiter of pool.waiters.slice()) {
    if (!serveFromIdle(pool, waiter)) openFor(pool, waiter);
  }
}

/** The connection used last: the others grow old and go, so the pool stays as small as it can. */
function serveFromIdle(pool: Pool, waiter: Waiter): boolean {
  if (waiter.fresh) return false;
  let warmest: Slot | null = null;
  for (const slot of pool.slots) {
    if (!isIdle(slot, waiter.key)) continue;
    if (warmest === null || (slot.idleSince ?? 0) > (warmest.idleSince ?? 0)) warmest = slot;
  }
  const connection = warmest?.connection ?? null;
  if (warmest === null || connection === null) return false;
  warmest.idleSince = null;
  leaveQueue(pool, waiter);
  waiter.settle(ok({ connection, reused: connection.served() > 0, slot: warmest }));
  return true;
}

/** Opens a connection where the bounds allow it, or makes room by ending an idle one. */
function openFor(pool: Pool, waiter: Waiter): void {
  const { connectionsMax, connectionsPerServerMax } = pool.deps;
  let atServer = 0;
  for (const slot of pool.slots) if (slot.key === waiter.key) atServer += 1;
  const roomAtServer = atServer < connectionsPerServerMax;
  if (roomAtServer && pool.slots.size < connectionsMax) {
    leaveQueue(pool, waiter);
    openSlot(pool, waiter);
    return;
  }
  // Each that is leaving already makes room for one of those who wait longer.
  if (pool.leaving > pool.waiters.indexOf(waiter)) return;
  let coldest: Slot | null = null;
  for (const slot of pool.slots) {
    // An own idle one is in the way only of who may not use it.
    if (slot.idleSince === null || !(slot.key === waiter.key ? waiter.fresh : roomAtServer))
      continue;
    if (coldest === null || slot.idleSince < (coldest.idleSince ?? 0)) coldest = slot;
  }
  if (coldest !== null) retire(pool, coldest);
}

function openSlot(pool: Pool, waiter: Waiter): void {
  const slot: Slot = { key: waiter.key, idleSince: null, connection: null };
  pool.slots.add(slot);
  pool.deps.open(waiter.server).then(
    (opened) => {
      if (opened.ok) return settleOpened(pool, waiter, { slot, connection: opened.value });
      release(pool, slot);
      waiter.settle(opened);
    },
    (error: unknown) => {
      release(pool, slot);
      waiter.settle(noConnection(String(error)));
    },
  );
}

function settleOpened(
  pool: Pool,
  waiter: Waiter,
  { slot, connection }: { readonly slot: Slot; readonly connection: SmtpConnection },
): void {
  slot.connection = connection;
  connection.onEnd(() => release(pool, slot));
  if (pool.closed || !connection.isAlive()) {
    connection.cut();
    release(pool, slot);
    waiter.settle(noConnection('the connection ended before it was used'));
    return;
  }
  waiter.settle(ok({ connection, reused: false, slot }));
}

function release(pool: Pool, slot: Slot): void {
  pool.slots.delete(slot);
  if (pool.slots.size === 0) for (const drained of pool.drained.splice(0)) drained();
  serve(pool);
}

function retire(pool: Pool, slot: Slot): void {
  slot.idleSince = null;
  if (slot.connection === null) return;
  pool.leaving += 1;
  const left = (): void => {
    pool.leaving -= 1;
    release(pool, slot);
  };
  slot.connection.quit().then(left, left);
}

function isIdle(slot: Slot, key: string): boolean {
  return slot.idleSince !== null && slot.key === key;
}

function sweep(pool: Pool): void {
  const since = performance.now() - pool.deps.limits.idleMsMax;
  for (const slot of pool.slots) {
    if (slot.idleSince !== null && slot.idleSince < since) retire(pool, slot);
  }
}

/** What is on the wire may finish; what is not done in time is cut, and its answer says so. */
async function close(pool: Pool): Promise<void> {
  pool.closed = true;
  for (const waiter of pool.waiters.splice(0)) waiter.settle(noConnection('the mailer is closed'));
  for (const slot of pool.slots) if (slot.idleSince !== null) retire(pool, slot);
  if (pool.slots.size === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      for (const slot of pool.slots) slot.connection?.cut();
      resolve();
    }, pool.deps.limits.closeMsMax);
    pool.drained.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function leaveQueue(pool: Pool, waiter: Waiter): void {
  pool.waiters.splice(pool.waiters.indexOf(waiter), 1);
}

function noConnection(message: string): Result<never, SmtpFault> {
  const error = Object.assign(new Error(message), { code: 'ECONNECTION' });
  return failed({ phase: 'connect', error });
}
