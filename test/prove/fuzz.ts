/**
 * The place where a server that listens is sent whatever nobody in their right mind would send, on
 * every route, for minutes: it answers as its document says, fails never, and does not grow.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { conformanceOf, type Document as Described } from '../support/conformance.ts';
import {
  type EveryRoute,
  everyRoute,
  isForPeople,
  isMutation,
  statusesOf,
} from '../support/every-route.ts';
import { type Document, type FuzzedCall, fuzzedCalls } from '../support/fuzz-calls.ts';
import { largeCallOf } from '../support/large-calls.ts';
import { startTestServer } from '../support/test-server.ts';
import type { AskedOfServer, Told } from './fuzz-server.ts';

export type FuzzResult = {
  readonly routes: number;
  readonly calls: number;
  readonly byClass: Readonly<Record<string, number>>;
  /** What did not fit: status, envelope or document, the first few of them. */
  readonly misfits: readonly string[];
  readonly misfitsInAll: number;
  readonly garbage: number;
  /** Of these, answered in no envelope at all, or not even with a hang-up. */
  readonly garbageUnanswered: number;
  readonly faults: readonly string[];
  /** Of the event loop of the server. */
  readonly delayMsP99: number;
  readonly delayMsMost: number;
  readonly rssMbAtStart: number;
  readonly rssMbWarm: number;
  readonly rssMbMost: number;
  readonly rssMbAtEnd: number;
  readonly seconds: number;
};

type Server = {
  readonly told: Extract<Told, { what: 'ready' }>;
  readonly ask: <T extends Told['what']>(
    asked: AskedOfServer,
    what: T,
  ) => Promise<Extract<Told, { what: T }>>;
  readonly child: ChildProcess;
};

/** One round over all routes, so that every one meets a server at every age. */
const callsARound = 25;
const garbageARound = 20;
const lanes = 8;
const answerMsMax = 30_000;
const misfitsShownMax = 10;

export async function fuzz(callsEach: number, seed: number): Promise<FuzzResult> {
  const database = await startTestServer();
  const { url } = await database.createDatabase();
  const server = await startFuzzServer(url);
  const began = Date.now();
  try {
    const found = await bombard(server, { callsEach, seed });
    const told = await server.ask({ what: 'end' }, 'faults');
    const { stacks: faults, delayMsP99, delayMsMost } = told;
    await once(server.child, 'exit');
    const seconds = Math.round((Date.now() - began) / 1000);
    return { ...found, faults, delayMsP99, delayMsMost, seconds };
  } finally {
    server.child.kill('SIGKILL');
    await database.stop();
  }
}

async function startFuzzServer(url: string): Promise<Server> {
  const program = fileURLToPath(new URL('fuzz-server.ts', import.meta.url));
  const child = fork(program, [url], { execArgv: ['--import', 'tsx'] });
  const heard = <T extends Told['what']>(what: T): Promise<Extract<Told, { what: T }>> =>
    new Promise((resolve, reject) => {
      const onExit = () => reject(new Error('the server that was fuzzed is gone'));
      const onMessage = (told: Told) => {
        if (told.what !== what) return;
        child.off('message', onMessage).off('exit', onExit);
        resolve(told as Extract<Told, { what: T }>);
      };
      child.on('message', onMessage).on('exit', onExit);
    });
  // One question at a time: an answer does not say which it is for.
  let last: Promise<unknown> = Promise.resolve();
  const ask: Server['ask'] = (asked, what) => {
    const answered = last.then(() => {
      const answer = heard(what);
      child.send(asked);
      return answer;
    });
    last = answered.catch(() => undefined);
    return answered;
  };
  return { told: await heard('ready'), ask, child };
}

async function bombard(server: Server, of: { readonly callsEach: number; readonly seed: number }) {
  const { port, ids, samplesByRoute } = server.told;
  const base = { host: '127.0.0.1', port };
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const document = JSON.parse((await send(base, agent, { url: '/openapi.json' })).body);
  const conformance = conformanceOf(document as Described);
  const byClass: Record<string, number> = {};
  const misfits: string[] = [];
  const rss: number[] = [(await server.ask({ what: 'rss' }, 'rss')).mb];
  let [calls, garbage, garbageUnanswered] = [0, 0, 0];

  const judge = (route: EveryRoute, call: FuzzedCall, answered: Answered): void => {
    const kind = `${Math.floor(answered.statusCode / 100)}xx`;
    byClass[kind] = (byClass[kind] ?? 0) + 1;
    const asked = { method: route.method, url: call.url };
    try {
      if (!statusesOf(route).has(answered.statusCode)) throw new Error('no status of this route');
      conformance.check(asked, { ...answered, json: () => JSON.parse(answered.body) });
    } catch (error) {
      const sent = `${call.url.slice(0, 200)} ${JSON.stringify(call.headers).slice(0, 200)}`;
      const body = `${call.payload?.subarray(0, 200).toString() ?? ''} (${call.payload?.length ?? 0})`;
      const told = answered.body.slice(0, 200);
      misfits.push(
        `${route.name} ${answered.statusCode} ${String(error)}: ${sent} ${body} ${told}`,
      );
    }
  };

  for (let round = 0; round * callsARound < of.callsEach; round++) {
    for (const route of everyRoute) {
      const ground = {
        document: document as Document,
        ids,
        samples: samplesByRoute[route.name] ?? [],
      };
      const some = { numRuns: callsARound, seed: of.seed + round };
      const pending = fc.sample(fuzzedCalls(route, ground), some);
      // One of each round is as large as the route takes, or a little larger.
      const large = largeCallOf(route, ground, round);
      if (large !== null) pending.push(large);
      let { token } = await server.ask({ what: 'token', route: route.name }, 'token');
      const lane = async (): Promise<void> => {
        for (let call = pending.pop(); call !== undefined; call = pending.pop()) {
          // A session may have been ended by the call before.
          if (isForPeople(route) && isMutation(route)) {
            token = (await server.ask({ what: 'token', route: route.name }, 'token')).token;
          }
          const own = token === null ? {} : { authorization: `Bearer ${token}` };
          const headers = { ...call.headers, ...own };
          const { method } = route;
          const sent = { ...call, method, headers };
          const answered = await send(base, agent, sent);
          // Without a token all share what one place may ask in a minute: the next is waited for.
          const isPatient = answered.statusCode === 429 && !statusesOf(route).has(429);
          if (isPatient) await delay(Number(answered.headers['retry-after']) * 1_000);
          judge(route, call, isPatient ? await send(base, agent, sent) : answered);
          calls += 1;
        }
      };
      const inTurn = isForPeople(route) && isMutation(route) ? 1 : lanes;
      await Promise.all(Array.from({ length: inTurn }, lane));
    }
    for (const bytes of fc.sample(garbageOf, { numRuns: garbageARound, seed: of.seed + round })) {
      garbage += 1;
      if (!(await isAnswered(base, bytes))) garbageUnanswered += 1;
    }
    rss.push((await server.ask({ what: 'rss' }, 'rss')).mb);
  }
  agent.destroy();
  const warm = Math.ceil(rss.length / 4);
  return {
    routes: everyRoute.length,
    calls,
    byClass,
    misfits: misfits.slice(0, misfitsShownMax),
    misfitsInAll: misfits.length,
    garbage,
    garbageUnanswered,
    rssMbAtStart: rss[0] ?? 0,
    rssMbWarm: Math.max(...rss.slice(0, warm + 1)),
    rssMbMost: Math.max(...rss),
    rssMbAtEnd: rss.at(-1) ?? 0,
  };
}

type Base = { readonly host: string; readonly port: number };
type Answered = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
};

type Sent = {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: Buffer | null;
};

function send(base: Base, agent: Agent, sent: Sent): Promise<Answered> {
  const { url: path, method = 'GET', payload = null } = sent;
  // Or a body with a GET would be taken for the next request.
  const length = payload === null ? {} : { 'content-length': payload.length };
  const headers = { ...sent.headers, ...length };
  return new Promise((resolve, reject) => {
    const asked = request({ ...base, agent, path, method, headers, timeout: answerMsMax });
    asked.on('timeout', () => asked.destroy(new Error(`${method} ${path} is not answered`)));
    // No answer at all is an answer to be judged, too.
    asked.on('error', (error) => resolve({ statusCode: 0, headers: {}, body: String(error) }));
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        resolve({ statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    asked.end(payload ?? undefined);
  });
}

const line = fc.constantFrom(
  ...[
    'GET / HTTP/1.1',
    'GET /api/v1/campaigns HTTP/1.1',
    'POST /v1/accounts HTTP/1.1',
    'GET * HTTP/1.1',
  ],
  ...[
    'PRI * HTTP/2.0',
    'GET /\u0000 HTTP/1.1',
    'GET //evil.example/ HTTP/1.1',
    'GET / HTTP/9.9',
    ' ',
  ],
  ...[
    'CONNECT a:1 HTTP/1.1',
    'TRACE / HTTP/1.1',
    'get / http/1.1',
    `GET /${'a'.repeat(70_000)} HTTP/1.1`,
  ],
);
const header = fc.constantFrom(
  ...[
    'host: a',
    'host: a\r\nhost: b',
    'content-length: -1',
    'content-length: 9',
    'content-length: 1e9',
  ],
  ...[
    'transfer-encoding: chunked',
    'transfer-encoding: chunked\r\ncontent-length: 3',
    'a',
    ': b',
    'a b: c',
  ],
  ...[
    'expect: 200-ok',
    'upgrade: websocket\r\nconnection: upgrade',
    'x-request-id: \u0001',
    '\u00e9: \u00ff',
  ],
  ...[
    'connection: close',
    `x: ${'y'.repeat(140_000)}`,
    'authorization: Bearer \u00ff',
    'cookie: =',
  ],
);
const garbageOf = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      line,
      fc.array(header, { maxLength: 5 }),
      fc.constantFrom('', '{}', '5\r\nhello', '0\r\n\r\n'),
    )
    .map(([first, rest, body]) =>
      Buffer.from(`${[first, ...rest].join('\r\n')}\r\n\r\n${body}`, 'latin1'),
    ),
);

/** With JSON, or by a hang-up when there is nothing more to come. */
async function isAnswered(base: Base, bytes: Buffer): Promise<boolean> {
  const socket = connect(base);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.end(bytes);
  const timer = setTimeout(() => socket.destroy(new Error('silence')), answerMsMax);
  await new Promise((resolve) => socket.once('close', resolve));
  clearTimeout(timer);
  const text = Buffer.concat(chunks).toString('latin1');
  return text === '' || /^HTTP\/1\.1 (?:2|4)\d\d .*application\/json/s.test(text);
}
