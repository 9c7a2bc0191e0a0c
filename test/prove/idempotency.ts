/**
 * The place where pairs of the same request meet: at once, on separate connections, at different
 * processes' servers where there are several. Each pair may have one effect and one answer.
 */
import { Agent, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../src/db/database.ts';

export type PairsResult = {
  readonly pairs: number;
  /** Both in flight at one instant, by the server's own clock. */
  readonly overlapped: number;
  readonly withOneEffect: number;
  /** One first answer, and the same again for the other. */
  readonly consistent: number;
  readonly toldInProgress: number;
  readonly seconds: number;
};

export type Field = {
  /** Listening; the two of a pair go to different ones, if there are two. */
  readonly servers: readonly Server[];
  readonly db: Db;
  readonly key: string;
};

const lanes = 6;
const askAgainMs = 5;
const triesMax = 2_000;

export async function meet(field: Field, pairs: number): Promise<PairsResult> {
  const began = Date.now();
  const spans = watch(field.servers);
  const run = `run-${began.toString(36)}`;
  const found = { consistent: 0, toldInProgress: 0 };
  let next = 0;
  const lane = async (): Promise<void> => {
    const sides = [connect(field, 0), connect(field, 1)] as const;
    while (next < pairs) {
      const pair = `${run}-${next++}`;
      const answers = await Promise.all(sides.map((side, n) => askUntilTold(side, pair, `${n}`)));
      const [one, other] = answers;
      if (one !== undefined && other !== undefined && agree(one, other)) found.consistent++;
      if (answers.some(({ tries }) => tries > 1)) found.toldInProgress++;
    }
    for (const side of sides) side.agent.destroy();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const { rows } = await sql<{ count: number }>`
    select count(*) from dataset where name like ${`${run}-%`} group by name
  `.execute(field.db);
  return {
    ...found,
    pairs,
    overlapped: countOverlaps(spans, pairs, run),
    withOneEffect: rows.filter(({ count }) => count === 1).length,
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

type Span = { readonly from: number; to: number };

/** From the instant a request is parsed to the instant its answer is handed to the socket. */
function watch(servers: readonly Server[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const server of servers) {
    server.on('request', (incoming, outgoing) => {
      const span: Span = { from: performance.now(), to: Number.POSITIVE_INFINITY };
      spans.set(String(incoming.headers['x-request-id']), span);
      outgoing.on('finish', () => {
        span.to = performance.now();
      });
    });
  }
  return spans;
}

function countOverlaps(spans: ReadonlyMap<string, Span>, pairs: number, run: string): number {
  let overlaps = 0;
  for (let n = 0; n < pairs; n++) {
    const one = spans.get(`${run}-${n}-0-1`);
    const other = spans.get(`${run}-${n}-1-1`);
    if (one === undefined || other === undefined) continue;
    if (Math.max(one.from, other.from) < Math.min(one.to, other.to)) overlaps++;
  }
  return overlaps;
}

type Side = { readonly agent: Agent; readonly port: number; readonly key: string };

function connect(field: Field, side: number): Side {
  const server = field.servers[side % field.servers.length];
  if (server === undefined) throw new Error('there is nobody to ask');
  // A connection of its own, kept open: both of a pair leave at the same instant.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return { agent, port: (server.address() as AddressInfo).port, key: field.key };
}

type Told = {
  readonly status: number;
  readonly replayed: boolean;
  readonly datasetId: string | undefined;
  readonly tries: number;
};

async function askUntilTold(side: Side, pair: string, name: string): Promise<Told> {
  for (let tries = 1; ; tries++) {
    const told = await ask(side, { pair, requestId: `${pair}-${name}-${tries}` });
    if (told.detail !== 'IDEMPOTENCY_IN_PROGRESS') return { ...told, tries };
    if (tries === triesMax) throw new Error(`${pair} is in progress for ever`);
    await sleep(askAgainMs);
  }
}

function agree(one: Told, other: Told): boolean {
  const firsts = [one, other].filter(({ replayed }) => !replayed);
  return (
    one.status === 201 &&
    other.status === 201 &&
    firsts.length === 1 &&
    one.datasetId !== undefined &&
    one.datasetId === other.datasetId
  );
}

function ask(
  { agent, port, key }: Side,
  { pair, requestId }: { readonly pair: string; readonly requestId: string },
): Promise<Omit<Told, 'tries'> & { readonly detail: string | undefined }> {
  const body = JSON.stringify({ name: pair, rows: [{ email: `${pair}@example.com` }] });
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': pair,
    'x-request-id': requestId,
  };
  const options = { agent, port, host: '127.0.0.1', method: 'POST', path: '/api/v1/datasets' };
  return new Promise((resolve, reject) => {
    const asking = request({ ...options, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const told = JSON.parse(Buffer.concat(chunks).toString());
        resolve({
          status: response.statusCode ?? 0,
          replayed: response.headers['idempotency-replayed'] === 'true',
          datasetId: told.dataset_id,
          detail: told.detail,
        });
      });
    });
    asking.on('error', reject);
    asking.end(body);
  });
}
