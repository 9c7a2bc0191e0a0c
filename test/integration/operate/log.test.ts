/** The log of a real process says what became of each try, and never what was said to whom. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bootstrapKey, freePort, unbuilt } from '../../../bench/product.ts';
import { type EmbeddedFolder, makeEmbeddedFolder } from '../../support/embedded-folder.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

let folder: EmbeddedFolder;
beforeEach(async () => {
  folder = await makeEmbeddedFolder();
});
afterEach(() => folder.remove());

/** Each is in one place alone, so that a leak says where it comes from. */
const marks = {
  subject: 'MARKSUBJECT',
  body: 'MARKBODY',
  address: 'markaddress',
  name: 'MARKNAME',
  password: 'MARKPASSWORD',
  query: 'MARKQUERY',
  broken: 'MARKBROKEN',
  signature: 'MARKSIGNATURE',
  note: 'MARKNOTE',
};
const strangeKey = `cs_live_${'MARKKEY'.padEnd(43, 'x')}`;
const waitMsMax = 60_000;

type Line = Readonly<Record<string, unknown>>;

test('every try has its line, every request its id, and no line a word of theirs', async () => {
  const sink = await startSmtpSink({});
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, unbuilt, {
    env: {
      ...process.env,
      COUNTERSIGN_DATA_DIR: folder.dataDir,
      COUNTERSIGN_BOOTSTRAP_KEY: bootstrapKey,
      COUNTERSIGN_LOG_LEVEL: 'trace',
      // The minute between two messages of a campaign is over in a tenth of a second.
      COUNTERSIGN_TIME_RATE: '600',
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    await until(async () => (await fetch(`${base}/readyz`)).status === 200);
    const campaigns = await sendAll(base, sink.port);
    await until(async () => {
      const states = await Promise.all(campaigns.map((id) => statesOf(base, id)));
      return states.flat().every((state) => state !== 'claimed' && state !== 'on_wire')
        ? states.flat().length === outcomes.length + 1
        : false;
    });
    await provoke(base);
  } finally {
    child.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
  await sink.close();

  const everything = said + (await readFile(join(folder.dataDir, 'postgres.log'), 'utf8'));
  const secrets = [...Object.values(marks), 'MARKKEY', bootstrapKey, bootstrapKey.slice(8, 30)];
  for (const secret of secrets)
    expect(everything.toLowerCase()).not.toContain(secret.toLowerCase());

  const lines = said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  const attempts = lines.filter(({ msg }) => msg === 'attempt');
  const found = attempts.map(({ outcome, answer }) => `${String(answer)} → ${String(outcome)}`);
  expect([...new Set(found)].sort()).toEqual([
    'accepted → accepted',
    'refused → deferred',
    'refused → refused',
    'unknown → unknown',
    'unreachable → deferred',
  ]);
  const [one] = attempts.filter(({ outcome }) => outcome === 'refused');
  expect(one).toMatchObject({ written: true, step: 1, tries: 1, lead: 'bounced', why: 'BOUNCED' });
  for (const id of ['send_id', 'account_id', 'campaign_id', 'campaign_lead_id', 'alias_id']) {
    expect(one?.[id]).toMatch(/^[0-9a-f-]{36}$/);
  }
  expect(lines.find(({ request_id: id }) => id === traced)).toMatchObject({
    msg: 'request',
    path: '/v1/accounts',
    status: 200,
  });
}, 120_000);

const traced = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const outcomes = ['lead', 'bounce', 'refused', 'defer', 'unknown', 'unreachable'];

async function sendAll(base: string, smtpPort: number): Promise<readonly string[]> {
  const post = (path: string, body?: unknown) => ask(base, `POST /api/v1${path}`, body);
  const template = await post('/templates', {
    name: 'T',
    subject: `${marks.subject} {{ name }}`,
    body: `${marks.body} {{ name }}`,
  });
  const smtp = { host: '127.0.0.1', port: smtpPort, security: 'none' };
  const shared = { display_name: marks.name, signature: marks.signature };
  const aliases = [
    { provider: 'sandbox' },
    { smtp },
    // The sink offers no log-in: to verify it fails, with the password in hand.
    { smtp: { ...smtp, auth: { type: 'password', username: 'u', password: marks.password } } },
  ];
  const made: string[] = [];
  for (const [n, alias] of aliases.entries()) {
    const address = `${marks.address}-from${n}@ours.example`;
    const { alias_id: id } = await post('/aliases', { ...shared, ...alias, address });
    await ask(base, `POST /api/v1/aliases/${id}/verify`).catch(() => undefined);
    const kinds = n === 0 ? outcomes : ['lead'];
    const rows = kinds.map((kind, m) => ({
      email: `${kind}+${marks.address}${n}${m}@c.example`,
      name: marks.name,
    }));
    const dataset = await post('/datasets', { name: marks.name, rows });
    const variants = [{ label: 'A', type: 'TEMPLATE', template_id: template.template_id }];
    const campaign = await post('/campaigns', {
      name: marks.name,
      dataset_id: dataset.dataset_id,
      alias_ids: [id],
      steps: [{ step: 1, variants }],
      min_interval_seconds: 60,
      sending_window_start: '00:00:00',
      sending_window_end: '23:59:59',
      send_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    });
    const campaignId = String(campaign.campaign_id);
    const launched = await post(`/campaigns/${campaignId}/launch`).catch(() => null);
    if (launched !== null) made.push(campaignId);
  }
  return made;
}

/** What goes wrong says least of all: wrong bodies, wrong keys, wrong queries, wrong addresses. */
async function provoke(base: string): Promise<void> {
  const headers = { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'application/json' };
  const bodies = [`{"name": "${marks.broken}`, `{"${marks.broken}": 1}`, `["${marks.broken}"]`];
  for (const body of bodies) {
    await fetch(`${base}/api/v1/templates`, { method: 'POST', headers, body });
  }
  await fetch(`${base}/api/v1/templates?cursor=${marks.query}&limit=${marks.query}`, { headers });
  const authorization = `Bearer ${strangeKey}`;
  await fetch(`${base}/api/v1/templates`, { headers: { authorization } });
  await ask(base, 'POST /api/v1/suppressions', {
    email: `${marks.address}@gone.example`,
    reason: 'manual',
    note: marks.note,
  }).catch(() => undefined);
  await fetch(`${base}/v1/accounts`, { headers: { ...headers, 'x-request-id': traced } });
}

async function statesOf(base: string, campaignId: string): Promise<readonly string[]> {
  const { items } = await ask(base, `GET /api/v1/campaigns/${campaignId}/sends`);
  return (items as unknown as readonly { state: string }[]).map(({ state }) => state);
}

async function ask(base: string, route: string, body?: unknown) {
  const [method = '', path = ''] = route.split(' ');
  const answer = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Record<string, string>;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + waitMsMax;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error('waited too long');
    await new Promise((wake) => setTimeout(wake, 200));
  }
}
