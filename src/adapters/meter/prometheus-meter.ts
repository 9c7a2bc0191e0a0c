/** The place where what happened is counted for a monitor, in Prometheus' words. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../../ports/meter.ts';

export type PoolState = {
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
};

export type Backlog = { readonly accounts: number; readonly lateSeconds: number };

export type MeterSettings = {
  readonly pool: () => PoolState;
  /** Asked when somebody reads; what it costs is theirs to know. */
  readonly backlog: () => Promise<Backlog>;
};

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

type Series = {
  readonly count: Counter.Internal;
  readonly time: Histogram.Internal<'method' | 'route'>;
};

export function createPrometheusMeter({ pool, backlog }: MeterSettings): Meter {
  const register = new Registry();
  const registers = [register];
  // The process, its memory, and how late its event loop is.
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: 'countersign_requests_total',
    help: 'Requests that were answered, by the route as its table writes it.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'countersign_request_seconds',
    help: 'From a request that was read to its answer written.',
    labelNames: ['method', 'route'],
    buckets: secondsBuckets,
    registers,
  });
  // Looked up by their labels anew, they cost a request more than its routing does.
  const seriesByName = new Map<string, Series>();
  const handOvers = new Counter({
    name: 'countersign_hand_overs_total',
    help: 'Messages that this process gave to a mail server, by its answer.',
    labelNames: ['outcome'],
    registers,
  });
  const claims = new Counter({
    name: 'countersign_claims_total',
    help: 'Batches of sends that this process took.',
    registers,
  });
  addPool(registers, pool);
  addBacklog(registers, backlog);
  return {
    answered: ({ method, route, status, seconds: took }) => {
      const name = `${status} ${method} ${route}`;
      let series = seriesByName.get(name);
      if (series === undefined) {
        const labels = { method, route };
        series = { count: requests.labels({ ...labels, status }), time: seconds.labels(labels) };
        seriesByName.set(name, series);
      }
      series.count.inc();
      series.time.observe(took);
    },
    handedOver: (outcome) => handOvers.inc({ outcome }),
    claimed: () => claims.inc(),
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
  };
}

function addPool(registers: Registry[], state: MeterSettings['pool']): void {
  const gauge: Gauge = new Gauge({
    name: 'countersign_pool_connections',
    help: 'Connections to the database: in use, idle, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect: () => {
      const { open, idle, waiting } = state();
      gauge.set({ state: 'used' }, open - idle);
      gauge.set({ state: 'idle' }, idle);
      gauge.set({ state: 'waiting' }, waiting);
    },
  });
}

/** A database that does not answer has no backlog to tell: the rest is told all the same. */
function addBacklog(registers: Registry[], read: MeterSettings['backlog']): void {
  // Both figures are collected at once, and asked for once.
  let asking: Promise<Backlog | null> | null = null;
  const ask = (): Promise<Backlog | null> => {
    asking ??= read()
      .catch(() => null)
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  const accounts: Gauge = new Gauge({
    name: 'countersign_due_accounts',
    help: 'Accounts that have something due now; counted to a thousand.',
    registers,
    collect: async () => accounts.set((await ask())?.accounts ?? Number.NaN),
  });
  const late: Gauge = new Gauge({
    name: 'countersign_due_late_seconds',
    help: 'How long the account that has waited longest could have been claimed for.',
    registers,
    collect: async () => late.set((await ask())?.lateSeconds ?? Number.NaN),
  });
}
