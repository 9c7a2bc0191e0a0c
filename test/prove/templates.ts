/**
 * Attacks a running instance with templates that cost without bound, and measures what others get
 * of it meanwhile: how soon `/healthz` answers, and whether campaigns send all their mails.
 */
import { setMaxListeners } from 'node:events';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { bootstrapKey, type Product, startProduct } from '../../bench/product.ts';
import { makeScratchFolder } from '../support/scratch.ts';
import { startTestServer } from '../support/test-server.ts';
import { startLoopDelay } from './loop-delay.ts';

export type TemplatesResult = {
  readonly seconds: number;
  /** Of each attack: how often it was tried, and by which statuses it was answered. */
  readonly attacks: readonly Attacked[];
  readonly probes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of this process: what it adds to what it measures. */
  readonly ownP99Ms: number;
  readonly mails: number;
  /** While the attacks went on. */
  readonly sent: number;
  readonly spoiltAccepted: number;
};

export type Attacked = {
  readonly name: string;
  readonly answers: Readonly<Record<string, number>>;
};

/** As deep as the parser goes, as often as a body holds it: 42 kB. */
const depth = 2_000;
const nested = `{{ ${'a['.repeat(depth)}a${']'.repeat(depth)} }}`.repeat(7);
const loop = '{% for i in (1..110000) %}<h1>{% endfor %}';

const campaigns = 5;
const leadsEach = 30;
const spoiltLeads = 200;
/** Engine milliseconds a real one: the minute between two mails of a campaign is 200 ms. */
const rate = 300;
const connectionsEach = 3;
const probeEveryMs = 20;
/** Then whoever attacks hangs up and calls again. */
const answerMsMax = 10_000;

export async function attackTemplates(seconds: number): Promise<TemplatesResult> {
  const folder = await makeScratchFolder('countersign-templates-');
  const database = await startTestServer({ durable: true });
  const db = new pg.Pool({ connectionString: database.url, max: 2 });
  db.on('error', () => undefined);
  const product = await startProduct({
    DATABASE_URL: database.url,
    COUNTERSIGN_DATA_DIR: path.join(folder, 'data'),
    COUNTERSIGN_TIME_RATE: String(rate),
    COUNTERSIGN_TIME_START: '2026-03-02T09:00:00.000Z',
    COUNTERSIGN_LOG_LEVEL: 'fatal',
  });
  try {
    const ground = await prepare(product, db);
    return await play(product, db, { ...ground, seconds });
  } finally {
    // What hangs does not end in good order.
    product.child.kill('SIGKILL');
    await db.end();
    await database.stop();
  }
}

type Ground = {
  readonly aliasId: string;
  readonly loopId: string;
  readonly nestedId: string;
  /** Campaigns that are none of the attack, and the one whose every mail is. */
  readonly good: readonly string[];
  readonly spoilt: string;
};

async function prepare(product: Product, db: pg.Pool): Promise<Ground> {
  const post = async (url: string, body: object): Promise<Record<string, string>> =>
    (await product.request('POST', `/api/v1${url}`, body)) as Record<string, string>;
  const mailbox = { address: 'me@example.org', display_name: 'Me', provider: 'sandbox' };
  const alias = await post('/aliases', { ...mailbox, daily_cap: 10_000 });
  await post(`/aliases/${alias['alias_id']}/verify`, {});
  // Tests go to members who can sign in and have proved their address.
  await db.query(
    `update person set email = $1, password_hash = 'a hash', email_proved_at = now()`,
    [provedAddress],
  );
  const template = async (body: string): Promise<string> => {
    const words = { name: 'T', subject: 'Hello', body: 'Hello.', body_format: 'html' };
    const id = `${(await post('/templates', words))['template_id']}`;
    // Past the door: what was stored before a bound was there is rendered, too.
    await db.query('update template_version set body = $2 where template_id = $1', [id, body]);
    await db.query('update template set body = $2 where id = $1', [id, body]);
    return id;
  };
  const campaign = async (templateId: string, leads: number): Promise<string> => {
    const name = `c${templateId.slice(-6)}`;
    // Whom one campaign writes to, no other does.
    const rows = Array.from({ length: leads }, (_, n) => ({ email: `l${n}@${name}.example` }));
    const dataset = await post('/datasets', { name, rows });
    const variants = [{ label: 'A', type: 'TEMPLATE', template_id: templateId }];
    const made = await post('/campaigns', {
      name,
      dataset_id: dataset['dataset_id'],
      alias_ids: [alias['alias_id']],
      steps: [{ step: 1, variants }],
      daily_limit: 10_000,
      min_interval_seconds: 60,
      sending_window_start: '00:00:00',
      sending_window_end: '23:59:59',
      send_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    });
    return `${made['campaign_id']}`;
  };
  const good: string[] = [];
  for (let n = 0; n < campaigns; n++)
    good.push(await campaign(await template('Hello.'), leadsEach));
  const [loopId, nestedId] = [await template(loop), await template(nested)];
  const spoilt = await campaign(loopId, spoiltLeads);
  return { aliasId: `${alias['alias_id']}`, loopId, nestedId, good, spoilt };
}

async function play(
  product: Product,
  db: pg.Pool,
  of: Ground & { readonly seconds: number },
): Promise<TemplatesResult> {
  const { good, spoilt, seconds } = of;
  for (const id of [...good, spoilt]) {
    await product.request('POST', `/api/v1/campaigns/${id}/launch`, {});
  }
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const ownDelay = startLoopDelay();
  const attacks = attacksOn(of).map((attack) => startAttack(product.base, attack, over.signal));
  const probing = probe(product.base, over.signal);
  await delay(seconds * 1_000);
  const sent = await countAccepted(db, good);
  const spoiltAccepted = await countAccepted(db, [spoilt]);
  over.abort();
  const latencies = (await probing).toSorted((a, b) => a - b);
  const attacked = await Promise.all(attacks);
  return {
    seconds,
    attacks: attacked,
    probes: latencies.length,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    maxMs: percentile(latencies, 1),
    ownP99Ms: Math.round(ownDelay().p99Ms),
    mails: campaigns * leadsEach,
    sent,
    spoiltAccepted,
  };
}

async function countAccepted(db: pg.Pool, campaignIds: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from send where campaign_id = any($1::uuid[]) and state = 'accepted'`,
    [campaignIds],
  );
  return Number(rows[0]?.count);
}

const provedAddress = 'owner@example.org';

type Attack = { readonly name: string; readonly url: string; readonly body: object };

function attacksOn({ aliasId, loopId, nestedId }: Ground): readonly Attack[] {
  const create = (name: string, body: string, format: string): Attack => {
    const words = { name: 'T', subject: 'Hello', body, body_format: format };
    return { name, url: '/api/v1/templates', body: words };
  };
  const preview = (name: string, id: string): Attack => {
    return { name, url: `/api/v1/templates/${id}/preview`, body: { data: { a: 'b' } } };
  };
  return [
    create('42 kB of nested brackets, created', nested, 'text'),
    create('a loop of 110,000 headings, created', loop, 'html'),
    preview('the loop, stored before, previewed', loopId),
    preview('the brackets, stored before, previewed', nestedId),
    {
      name: 'the loop, sent as a test',
      url: `/api/v1/aliases/${aliasId}/test-send`,
      body: { template_id: loopId, data: { a: 'b' }, to: provedAddress },
    },
  ];
}

/** From several connections, again and again, until it is over. */
async function startAttack(base: string, attack: Attack, over: AbortSignal): Promise<Attacked> {
  const answers: Record<string, number> = {};
  const payload = Buffer.from(JSON.stringify(attack.body));
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsEach });
  const lane = async (): Promise<void> => {
    while (!over.aborted) {
      const kind = await call(`${base}${attack.url}`, { agent, payload, over });
      answers[kind] = (answers[kind] ?? 0) + 1;
      // Refused at once, it would be a flood, and that is another proof's.
      await delay(20);
    }
  };
  await Promise.all(Array.from({ length: connectionsEach }, lane));
  agent.destroy();
  return { name: attack.name, answers };
}

type Call = { readonly agent: Agent; readonly payload: Buffer; readonly over: AbortSignal };

function call(url: string, { agent, payload, over }: Call): Promise<string> {
  const signal = AbortSignal.any([over, AbortSignal.timeout(answerMsMax)]);
  const headers = {
    authorization: `Bearer ${bootstrapKey}`,
    'content-type': 'application/json',
    'content-length': payload.length,
  };
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent, headers, signal });
    asked.on('error', () => resolve(over.aborted ? 'under way at the end' : 'none in time'));
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(String(response.statusCode)));
      response.on('error', () => resolve('cut off'));
    });
    asked.end(payload);
  });
}

/** Begun by the clock, not when the last was answered: nobody waits for a server that hangs. */
async function probe(base: string, over: AbortSignal): Promise<readonly number[]> {
  const latencies: number[] = [];
  const agent = new Agent({ keepAlive: true });
  const one = (): Promise<void> => {
    const began = performance.now();
    return new Promise((resolve) => {
      const done = (): void => {
        // One without an answer has waited for at least so long.
        latencies.push(performance.now() - began);
        resolve();
      };
      const asked = request(`${base}/healthz`, { agent, signal: over });
      asked.on('error', done);
      asked.on('response', (response) => {
        response.resume();
        response.on('end', done);
      });
      asked.end();
    });
  };
  const pending: Promise<void>[] = [];
  while (!over.aborted) {
    pending.push(one());
    await delay(probeEveryMs);
  }
  await Promise.all(pending);
  agent.destroy();
  return latencies;
}

function percentile(sorted: readonly number[], share: number): number {
  const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return Math.round((sorted[place] ?? 0) * 10) / 10;
}
