import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipientsTag } from '../../../src/contract/recipient-paths.ts';
import { enrolOnly } from '../../support/drive.ts';
import { createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { createStage, type Stage } from '../../support/stage.ts';

let http: HttpWorld;
let owner: Tenant;
let stage: Stage;

beforeAll(async () => {
  http = await createHttpWorld();
  owner = await http.tenant('Owner');
  stage = createStage(http, owner);
});
afterAll(() => http.close());

const linkIn = /^List-Unsubscribe: <http:\/\/localhost:4400(\/u\/[\w-]+)>\r$/m;

/** A campaign that has written to the first of its two leads: whom, and the link of that mail. */
async function written() {
  const handed = http.world.handed.length;
  const campaign_id = await stage.active();
  const mail = http.world.handed[handed];
  const [, link] = linkIn.exec(mail?.bytes.toString('latin1') ?? '') ?? [];
  if (mail === undefined || link === undefined) throw new Error('no mail with a link was sent');
  return { campaign_id, link, email: mail.to };
}

const follow = (method: 'GET' | 'HEAD' | 'POST', url: string, rest: object = {}) =>
  http.app.inject({ method, url, ...rest });

async function suppressedAddresses(): Promise<readonly (string | null)[]> {
  const rows = await http.world.db
    .selectFrom('suppression')
    .select('email')
    .where('account_id', '=', owner.accountId)
    .execute();
  return rows.map(({ email }) => email);
}

async function statusesIn(campaignId: string) {
  const leads = await stage.list(`/campaigns/${campaignId}/leads`);
  return leads.map((lead) => [lead['status'], lead['stop_reason']]);
}

describe('a link that is looked at', () => {
  it('shows a page with a button, whole by itself, and unsubscribes nobody', async () => {
    const { campaign_id, link, email } = await written();
    for (const method of ['GET', 'HEAD'] as const) {
      const shown = await follow(method, link);
      expect(shown.statusCode).toBe(200);
      expect(shown.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
      });
      const policy = String(shown.headers['content-security-policy']);
      expect(policy.replace(/'sha256-[\w+/=]+'/, 'its own').split('; ')).toEqual([
        "default-src 'none'",
        'style-src its own',
        'img-src data:',
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(shown.headers['set-cookie']).toBe(undefined);
      expect([method, shown.body === '']).toEqual([method, method === 'HEAD']);
    }
    const { body } = await follow('GET', link);
    expect(body).toContain('<form method="post">');
    expect(body).toContain('l***@example.com');
    expect(body).not.toContain(email);
    expect(body).not.toMatch(/<script|https?:|src=/);
    expect(await suppressedAddresses()).not.toContain(email);
    expect(await statusesIn(campaign_id)).toEqual([
      ['completed', null],
      ['pending', null],
    ]);
  });

  it('is read with a slash at its end, too', async () => {
    const { link } = await written();
    expect((await follow('GET', `${link}/`)).statusCode).toBe(200);
  });
});

/** As a mail program sends it, as a page does, and as nobody should. */
const bodies: Readonly<Record<string, object>> = {
  'one click': {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  },
  'a multipart form': {
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload:
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  },
  'no body at all': {},
  'a body of another kind': { headers: { 'content-type': 'text/plain' }, payload: 'stop' },
  'what is not JSON': { headers: { 'content-type': 'application/json' }, payload: '{' },
  'a page of another site': {
    headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
  },
};

describe('a POST', () => {
  it.each(Object.keys(bodies))(
    'with %s unsubscribes, at once and without a redirect',
    async (of) => {
      const { link, email } = await written();
      const answered = await follow('POST', link, bodies[of]);
      expect([answered.statusCode, answered.headers['location']]).toEqual([200, undefined]);
      expect(answered.headers['set-cookie']).toBe(undefined);
      expect(answered.body).toContain('You are unsubscribed');
      expect(await suppressedAddresses()).toContain(email);
    },
  );

  it('is the same however often, and leaves one line on the trail and one on the timeline', async () => {
    const { link, email } = await written();
    const first = await follow('POST', link, { headers: { 'x-request-id': 'one' } });
    const again = await Promise.all([1, 2, 3].map(() => follow('POST', link)));
    expect(again.map(({ statusCode, body }) => [statusCode, body])).toEqual(
      again.map(() => [200, first.body]),
    );
    expect((await suppressedAddresses()).filter((one) => one === email)).toEqual([email]);
    const trail = await http.world.db
      .selectFrom('audit')
      .select(['actor', 'action', 'request_id', 'target_kind'])
      .where('account_id', '=', owner.accountId)
      .where('request_id', '=', 'one')
      .execute();
    const action = 'suppression.unsubscribe';
    const line = { actor: 'recipient', action, request_id: 'one', target_kind: 'suppression' };
    expect(trail).toEqual([line]);
    const { id } = await http.world.db
      .selectFrom('enrolment')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    const events = await http.world.db
      .selectFrom('event')
      .select(['type', 'actor'])
      .where('enrolment_id', '=', id)
      .where('actor', '=', 'recipient')
      .execute();
    expect(events).toEqual([{ type: 'unsubscribed', actor: 'recipient' }]);
  });

  it('stops every lead of that address in every campaign of the account, and no other', async () => {
    const { link, email } = await written();
    const rows = [{ email }, { email: 'somebody.else@example.com' }];
    const dataset = await stage.post('/datasets', { name: 'Again', rows });
    const campaign = await stage.draft({ dataset_id: dataset['dataset_id'] });
    await stage.post(`/campaigns/${campaign}/launch`);
    await enrolOnly(http.world);
    await follow('POST', link);
    await http.world.settle();
    const statuses = await statusesIn(campaign);
    expect(statuses[0]).toEqual(['unsubscribed', 'UNSUBSCRIBED']);
    expect(statuses[1]?.[0]).not.toBe('unsubscribed');
    expect(http.world.handed.filter((mail) => mail.to === email)).toHaveLength(1);
  });

  it('is obeyed though its campaign and its lead are gone', async () => {
    const { campaign_id, link, email } = await written();
    await http.world.db.deleteFrom('campaign').where('id', '=', campaign_id).execute();
    expect((await follow('POST', link)).statusCode).toBe(200);
    expect(await suppressedAddresses()).toContain(email);
  });
});

describe('a token that we have not made', () => {
  const page = /This link is not known here/;

  it('is answered by the same plain page, by GET and POST, and changes nothing', async () => {
    const { link } = await written();
    const before = await suppressedAddresses();
    const [, , token = ''] = link.split('/');
    const other = token.endsWith('A') ? 'E' : 'A';
    const cut = token.slice(0, -8);
    const changed = token
      .split('')
      .map((sign, at) => `${token.slice(0, at)}${sign === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`);
    const odd = [
      '',
      'x',
      cut,
      `${cut}${other.repeat(8)}`,
      'a'.repeat(60_000),
      '%00',
      '..%2f..',
      "'--",
      '😀',
    ];
    for (const one of [...odd, ...changed.slice(0, -1), `${token}/${token}`]) {
      for (const method of ['GET', 'POST'] as const) {
        const answered = await follow(method, `/u/${encodeURI(one)}`);
        expect([one, answered.statusCode]).toEqual([one, 404]);
        if (one !== '') expect(answered.body).toMatch(page);
      }
    }
    expect(await suppressedAddresses()).toEqual(before);
  });

  it('of a database that is no more is not known, and is no fault', async () => {
    const links = http.world.usecases.links;
    const stranger = { accountId: owner.userId, enrolmentId: owner.userId, email: 'a@b.example' };
    const answered = await follow('POST', new URL(links.unsubscribe(stranger)).pathname);
    expect(answered.statusCode).toBe(404);
  });

  it('of a mail to try out says so, and stops nobody', async () => {
    const links = http.world.usecases.links;
    const email = 'tried@example.com';
    const recipient = { accountId: owner.accountId, enrolmentId: null, email };
    const answered = await follow('POST', new URL(links.unsubscribe(recipient)).pathname);
    expect([answered.statusCode, answered.body]).toEqual([
      200,
      expect.stringMatching(/try it out/),
    ]);
    expect(await suppressedAddresses()).not.toContain(email);
  });
});

it('the log is told no link: whoever reads it could follow it', async () => {
  const { link } = await written();
  await follow('GET', link);
  const lines = http.log.filter(({ fields }) => String(fields['path']).startsWith('/u'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter(({ fields }) => fields['path'] !== '/u/*')).toEqual([]);
});

it('one place cannot ask for ever', async () => {
  const statuses = new Set<number>();
  for (let asked = 0; asked < 3_100 && !statuses.has(429); asked += 1) {
    statuses.add((await follow('GET', '/u/x', { remoteAddress: '203.0.113.9' })).statusCode);
  }
  expect([...statuses]).toEqual([404, 429]);
});

it('the document tells of both', async () => {
  const { paths, tags } = (await http.app.inject('/openapi.json')).json();
  expect(Object.keys(paths['/u/{token}'])).toEqual(['get', 'post']);
  expect(tags).toContainEqual(recipientsTag);
});
