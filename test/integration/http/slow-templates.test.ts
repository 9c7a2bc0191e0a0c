/**
 * Shows that templates which take too long stop nobody else: beside them requests are answered and
 * the campaigns of other accounts go on sending.
 */
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { launchOnce } from '../../../src/engine/launch.ts';
import { dispatch, later } from '../../support/drive.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { makeRoad } from '../../support/road.ts';

let http: HttpWorld;
let attacker: Tenant;
let neighbour: Tenant;
beforeAll(async () => {
  http = await createHttpWorld();
  attacker = await http.tenant('Attacker');
  neighbour = await http.tenant('Neighbour');
});
afterAll(() => http.close());

/** 45 kB that take Liquid a minute to name the variables of. */
const nested = Array.from(
  { length: 24 },
  () => `{{ ${'a['.repeat(620)}a${']'.repeat(620)} }}`,
).join('');
/** A page that takes 4.5 s to become text. */
const headings = '{% for i in (1..110000) %}<h1>{% endfor %}';
/** Neither long nor large: only a clock can tell. */
const loops =
  '{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}' +
  `${'{% if i == j %}{% endif %}'.repeat(40)}{% endfor %}{% endfor %}{% endfor %}`;
const tooLong = 'took longer than 1 s to fill in; make it simpler';

type Request = Pick<InjectOptions, 'method' | 'payload'> & { readonly url: string };

function ask(tenant: Tenant, { url, ...request }: Request) {
  return http.send({ ...request, url: `/api/v1${url}`, headers: bearer(tenant.key) });
}

let names = 0;
/** What was slow is remembered by its text: each has one of its own. */
async function makeTemplate(body: string, format: 'text' | 'html' = 'html'): Promise<string> {
  names += 1;
  const words = { name: 'Slow', subject: 'x', body: `${body}${names}`, body_format: format };
  const made = await ask(attacker, { method: 'POST', url: '/templates', payload: words });
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
  return (made.json() as { template_id: string }).template_id;
}

/** A member of the attacker's account whom a test may go to. */
async function provedMember(): Promise<string> {
  const email = 'attacker@ours.example';
  const proved = new Date().toISOString() as never;
  await http.world.db
    .updateTable('person')
    .set({ email, password_hash: 'a hash', email_proved_at: proved, home_account_id: null })
    .where('id', 'in', (query) =>
      query
        .selectFrom('membership')
        .select('person_id')
        .where('account_id', '=', attacker.accountId),
    )
    .execute();
  return email;
}

/** The words of the fault at the body. */
async function faultOf(answer: Awaited<ReturnType<typeof ask>>) {
  const { details } = answer.json() as { details?: { loc: string[]; msg: string }[] };
  return [answer.statusCode, details?.map(({ loc, msg }) => [loc.at(-1), msg])];
}

describe('a template that nests its brackets without end', () => {
  test('is refused in words, before anything parses it', async () => {
    const words = { name: 'Nested', subject: 'x', body: nested };
    expect(
      await faultOf(await ask(attacker, { method: 'POST', url: '/templates', payload: words })),
    ).toEqual([422, [['body', 'must not nest brackets deeper than 8 levels']]]);
  });
});

describe('a template that makes more HTML than a mail may hold', () => {
  test('is stored, and its preview and its test mail are refused in words', async () => {
    const id = await makeTemplate(headings);
    const { aliasId } = await makeRoad(http, attacker);
    const preview = await ask(attacker, {
      method: 'POST',
      url: `/templates/${id}/preview`,
      payload: {},
    });
    const to = await provedMember();
    const mail = { template_id: id, to };
    const testMail = await ask(attacker, {
      method: 'POST',
      url: `/aliases/${aliasId}/test-send`,
      payload: mail,
    });
    const refused = [422, [['body', 'came out longer than 200000 characters']]];
    expect([await faultOf(preview), await faultOf(testMail)]).toEqual([refused, refused]);
  });
});

describe('while a template takes too long to be filled in', () => {
  test('others are answered: what is asked later is there first', async () => {
    const id = await makeTemplate(loops);
    const order: string[] = [];
    const slow = ask(attacker, {
      method: 'POST',
      url: `/templates/${id}/preview`,
      payload: {},
    }).then((answer) => {
      order.push('slow');
      return answer;
    });
    // Until the template is on the render thread, so that what follows is asked beside it.
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (let n = 0; n < 5; n++) {
      const { statusCode } = await http.app.inject({ method: 'GET', url: '/healthz' });
      order.push(`healthz ${statusCode}`);
    }
    order.push(
      `campaigns ${(await ask(neighbour, { method: 'GET', url: '/campaigns/' })).statusCode}`,
    );
    const fault = await faultOf(await slow);
    expect(order).toEqual([
      ...Array.from({ length: 5 }, () => 'healthz 200'),
      'campaigns 200',
      'slow',
    ]);
    expect(fault).toEqual([422, [['body', tooLong]]]);
  });

  test('the campaign of another account goes on sending, and its own leads fail in words', async () => {
    const { world } = http;
    const slow = await makeRoad(http, attacker);
    const other = await makeRoad(http, neighbour);
    const read = await ask(attacker, { method: 'GET', url: `/templates/${slow.templateId}` });
    const edit = { method: 'PATCH', url: `/api/v1/templates/${slow.templateId}` } as const;
    const edited = await http.send({
      ...edit,
      headers: { ...bearer(attacker.key), 'if-match': `${read.headers['etag']}` },
      payload: { body: `${loops} of a campaign` },
    });
    expect(edited.statusCode).toBe(200);
    const deps = world.engine;
    const launched = async (tenant: Tenant, campaignId: string): Promise<void> => {
      const url = `/campaigns/${campaignId}/launch`;
      expect(
        (await ask(tenant, { method: 'POST', url: url, payload: {} })).statusCode,
      ).toBeLessThan(300);
      while ((await launchOnce(deps, { ...world.now })).did > 0);
    };
    await launched(attacker, slow.campaignId);
    await launched(neighbour, other.campaignId);
    const order: string[] = [];
    world.answer = (envelope) => {
      order.push(`sent to ${envelope.to}`);
      return { outcome: 'accepted', response: '250 taken' };
    };
    // The account that waited longest is claimed first; a second round does not wait for it.
    const claimed = later();
    const rememberClaim = async (): Promise<void> => claimed.resolve();
    const first = { ...deps, worker: { ...deps.worker, rememberClaim } };
    const slowRound = dispatch(world, first).then(() => order.push('slow round'));
    await claimed.promise;
    const otherRound = dispatch(world).then(() => order.push('other round'));
    await Promise.all([slowRound, otherRound]);
    expect(order).toEqual(['sent to ada@example.com', 'other round', 'slow round']);
    const sends = await world.db
      .selectFrom('send as s')
      .innerJoin('enrolment as e', 'e.id', 's.enrolment_id')
      .select(['s.campaign_id', 's.state', 's.reason', 'e.status'])
      .orderBy('s.state')
      .execute();
    const reason = `The template failed in its body: ${tooLong}`;
    expect(sends).toEqual([
      { campaign_id: other.campaignId, state: 'accepted', reason: null, status: 'completed' },
      { campaign_id: slow.campaignId, state: 'cancelled', reason, status: 'failed' },
    ]);
  });
});
