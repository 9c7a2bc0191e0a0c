import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../../../src/db/columns.ts';
import type { HandOver } from '../../../src/ports/mailer.ts';
import { resolveSend } from '../../../src/usecases/resolve-send.ts';
import {
  day,
  dispatch,
  hour,
  launchOnly,
  leads,
  leap,
  ledger,
  makeTemplate,
  minute,
  skip,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const refusal = (
  response: string,
  flags: { permanent: boolean; recipient: boolean },
): HandOver => ({ outcome: 'refused', response, ...flags });
const notNow = refusal('450 later', { permanent: false, recipient: true });
const noSuchPerson = refusal('550 nobody', { permanent: true, recipient: true });
const notThisMail = refusal('554 spam', { permanent: true, recipient: false });
const silence: HandOver = { outcome: 'unknown', response: 'the connection ended' };

async function twoSteps(of: { leads?: number } = {}): Promise<string> {
  const templateId = await makeTemplate(world, 'Hello {{ first_name }}.');
  return makeCampaign(world, {
    leads: of.leads ?? 1,
    campaign: templateSteps(templateId, 0, 3),
  });
}

async function sendIds(): Promise<readonly string[]> {
  const rows = await world.db.selectFrom('send').select('id').orderBy('epoch').execute();
  return rows.map((row) => row.id);
}

const resolve = (sendId: string | undefined, campaignId: string, outcome: 'sent' | 'not_sent') =>
  resolveSend(world.usecases)(world.me, { campaignId, sendId: sendId ?? '', outcome, note: null });

describe('a refusal for the time being', () => {
  test('is tried again, later each time, and what is accepted at last goes on', async () => {
    const campaignId = await twoSteps();
    const tries: number[] = [];
    const began = world.now.engine;
    world.answer = () => {
      tries.push((world.now.engine - began) / minute);
      return tries.length < 4 ? notNow : { outcome: 'accepted', response: '250' };
    };
    await launch(world, campaignId);
    await leap(world, 4 * hour);
    expect(tries).toEqual([0, 5, 35, 155]);
    expect(await ledger(world)).toEqual([
      '0 step 1 try 1 deferred',
      '0 step 1 try 2 deferred',
      '0 step 1 try 3 deferred',
      '0 step 1 try 4 accepted',
    ]);
    const [lead] = await leads(world, campaignId);
    expect([lead?.status, lead?.step, lead?.tries]).toEqual(['active', 2, 0]);
    expect(lead?.due_at).toBe(began + 155 * minute + 3 * day);
  });

  test('is given up after five tries, and the lead has failed', async () => {
    const campaignId = await twoSteps();
    world.answer = () => notNow;
    await launch(world, campaignId);
    await leap(world, 12 * hour);
    expect(await ledger(world)).toEqual([
      '0 step 1 try 1 deferred',
      '0 step 1 try 2 deferred',
      '0 step 1 try 3 deferred',
      '0 step 1 try 4 deferred',
      '0 step 1 try 5 refused',
    ]);
    expect(await standings(world, campaignId)).toEqual(['failed at 1: DELIVERY_FAILED']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('uses a slot of the day at every try', async () => {
    const campaignId = await makeCampaign(world, { leads: 3, campaign: { dailyLimit: 2 } });
    const answers = [notNow];
    world.answer = () => answers.pop() ?? { outcome: 'accepted', response: '250' };
    await launch(world, campaignId);
    await leap(world, 3 * hour);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred', '1 step 1 try 1 accepted']);
  });

  test('does not hold up the leads behind it', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    world.answer = ({ to }) =>
      to.startsWith('lead0') ? notNow : { outcome: 'accepted', response: '250' };
    await launch(world, campaignId);
    await leap(world, 2 * minute);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred', '1 step 1 try 1 accepted']);
    // And is not forgotten over them.
    await leap(world, 4 * minute);
    expect((await ledger(world)).at(-1)).toBe('0 step 1 try 2 deferred');
  });

  test('counts a server that cannot be reached in the same way', async () => {
    const campaignId = await twoSteps();
    world.answer = () => ({ outcome: 'unreachable', response: 'nobody there' });
    await launch(world, campaignId);
    await leap(world, 6 * minute);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred', '0 step 1 try 2 deferred']);
    expect(await standings(world, campaignId)).toEqual(['pending at 1']);
  });
});

describe('a refusal for good', () => {
  test('of the recipient is a bounce: no second try and no second step', async () => {
    const campaignId = await twoSteps();
    world.answer = () => noSuchPerson;
    await launch(world, campaignId);
    await leap(world, 5 * day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 refused']);
    expect(await standings(world, campaignId)).toEqual(['bounced at 1: BOUNCED']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('of the message fails the lead', async () => {
    const campaignId = await twoSteps();
    world.answer = () => notThisMail;
    await launch(world, campaignId);
    await leap(world, day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 refused']);
    expect(await standings(world, campaignId)).toEqual(['failed at 1: DELIVERY_FAILED']);
  });

  test('of one lead leaves the others of the same round alone', async () => {
    const bad = await makeCampaign(world, { leads: ['gone@a.example'] });
    const good = await makeCampaign(world, { leads: ['here@b.example'] });
    world.answer = ({ to }) =>
      to === 'gone@a.example' ? noSuchPerson : { outcome: 'accepted', response: '250' };
    await launch(world, bad);
    await launch(world, good);
    expect(await standings(world, bad)).toEqual(['bounced at 1: BOUNCED']);
    expect(await standings(world, good)).toEqual(['completed at 1']);
  });
});

describe('an unknown', () => {
  test('stops the lead, and no machine tries it again', async () => {
    const campaignId = await twoSteps();
    world.answer = () => silence;
    await launch(world, campaignId);
    await leap(world, 5 * day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 unknown']);
    expect(await standings(world, campaignId)).toEqual(['unknown at 1: DELIVERY_UNKNOWN']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('is what a mailer leaves that breaks its promise and throws', async () => {
    const campaignId = await twoSteps();
    world.answer = () => Promise.reject(new Error('a bug'));
    await launch(world, campaignId);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 unknown']);
  });

  test('resolved as sent resumes the lead after that step, and its completed campaign', async () => {
    const campaignId = await twoSteps();
    world.answer = () => silence;
    const began = world.now.engine;
    await launch(world, campaignId);
    await leap(world, hour);
    world.answer = () => ({ outcome: 'accepted', response: '250' });
    const [sendId] = await sendIds();
    expect(valueFrom(await resolve(sendId, campaignId, 'sent'))).toEqual({
      sendId,
      outcome: 'sent',
    });
    expect(await standings(world, campaignId)).toEqual(['active at 2']);
    expect(await statusOf(world, campaignId)).toBe('active');
    const [lead] = await leads(world, campaignId);
    expect(lead?.due_at).toBe(began + 3 * day);
    await leap(world, 3 * day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted', '0 step 2 try 1 accepted']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('resolved as not sent makes the step ready again', async () => {
    const campaignId = await twoSteps();
    world.answer = () => silence;
    await launch(world, campaignId);
    await leap(world, hour);
    world.answer = () => ({ outcome: 'accepted', response: '250' });
    const [sendId] = await sendIds();
    // As a claim leaves it that looked while the campaign was not active.
    await world.db.updateTable('pace').set({ free_at: 'infinity' }).execute();
    valueFrom(await resolve(sendId, campaignId, 'not_sent'));
    expect(await standings(world, campaignId)).toEqual(['pending at 1']);
    expect(await statusOf(world, campaignId)).toBe('active');
    await world.settle();
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled', '0 step 1 try 2 accepted']);
  });

  test('is resolved once, by one of two people', async () => {
    const campaignId = await twoSteps();
    world.answer = () => silence;
    await launch(world, campaignId);
    const [sendId] = await sendIds();
    const both = await Promise.all([
      resolve(sendId, campaignId, 'sent'),
      resolve(sendId, campaignId, 'not_sent'),
    ]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    const loser = both.find((one) => !one.ok);
    if (loser === undefined) throw new Error('both won');
    expect(failureFrom(loser).code).toBe('SEND_NOT_UNKNOWN');
  });

  test('cannot be made of a send that is known', async () => {
    const campaignId = await twoSteps();
    await launch(world, campaignId);
    const [sendId] = await sendIds();
    expect(failureFrom(await resolve(sendId, campaignId, 'not_sent'))).toEqual({
      code: 'SEND_NOT_UNKNOWN',
      message: 'Only an unknown send can be resolved; this one is accepted.',
      data: { state: 'accepted' },
    });
  });

  test('resolved as sent on the last step completes the lead and leaves its campaign completed', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    world.answer = () => silence;
    await launch(world, campaignId);
    const [sendId] = await sendIds();
    valueFrom(await resolve(sendId, campaignId, 'sent'));
    expect(await standings(world, campaignId)).toEqual(['completed at 1']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });
});

describe('a message that cannot be made', () => {
  test('fails its own lead and nobody else, and never meets a server', async () => {
    const bad = await makeCampaign(world, { leads: ['bad@a.example'] });
    const good = await makeCampaign(world, { leads: ['good@b.example'] });
    await spoilSubject('bad@a.example');
    // Both are in one claim.
    await launchOnly(world, bad);
    await launchOnly(world, good);
    await world.settle();
    expect(world.handed.map((mail) => mail.to)).toEqual(['good@b.example']);
    expect(await standings(world, bad)).toEqual(['failed at 1: DELIVERY_FAILED']);
    expect(await ledger(world, bad)).toEqual(['0 step 1 try 1 cancelled']);
    const neverOut = { on_wire_at: null, message_id: null };
    expect(await sendOf('bad@a.example')).toMatchObject(neverOut);
    expect(await standings(world, good)).toEqual(['completed at 1']);
    expect(await statusOf(world, bad)).toBe('completed');
  });
});

describe('a mailbox whose password cannot be read', () => {
  test('holds what would leave from it, and nothing that leaves from another', async () => {
    const smtp = { host: '127.0.0.1', port: 25, security: 'none' as const };
    const auth = { type: 'password' as const, username: 'ada', password: 'secret' };
    const sealed = await makeAlias(world, { provider: 'smtp', smtp: { ...smtp, auth } });
    await world.db
      .updateTable('alias')
      .set({ verified_at: at(world.now.engine) })
      .execute();
    const garbage = Buffer.from('sealed by another key');
    await world.db.updateTable('alias').set({ secret: garbage }).execute();
    const bad = await makeCampaign(world, { leads: 1, campaign: { aliasIds: [sealed] } });
    const good = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, bad);
    await launchOnly(world, good);
    await world.settle();
    expect(await standings(world, bad)).toEqual(['pending at 1']);
    expect(await ledger(world, bad)).toEqual(['0 step 1 try 1 cancelled']);
    expect(await standings(world, good)).toEqual(['completed at 1']);
  });
});

async function sendOf(email: string) {
  const query = world.db.selectFrom('send').innerJoin('enrolment as e', 'e.id', 'enrolment_id');
  return query.selectAll('send').where('e.email', '=', email).executeTakeFirst();
}

/** A name so long that no subject holds it. */
async function spoilSubject(email: string): Promise<void> {
  const data = JSON.stringify({ email, first_name: 'x'.repeat(1_000) });
  await world.db.updateTable('lead').set({ data }).where('email', '=', email).execute();
}

test('a round in which nothing is due does nothing', async () => {
  const campaignId = await makeCampaign(world, { leads: 2 });
  await launch(world, campaignId);
  expect(await dispatch(world)).toMatchObject({ did: 0 });
  skip(world, 59_999);
  expect(await dispatch(world)).toMatchObject({ did: 0 });
  skip(world, 1);
  expect(await dispatch(world)).toMatchObject({ did: 1 });
});
