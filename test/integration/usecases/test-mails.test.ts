/** Proves that a test goes past approvals and windows, and past nothing else. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { acceptFence, markFenced } from '../../../src/db/engine.ts';
import { testMailsPerHourMax } from '../../../src/domain/send/test-mail.ts';
import type { HandOver, Line } from '../../../src/ports/mailer.ts';
import { answerOnceOutside, outsideLeaseMs } from '../../../src/usecases/answer-once.ts';
import { editAlias } from '../../../src/usecases/edit-alias.ts';
import { pauseAlias } from '../../../src/usecases/pause-alias.ts';
import { sendTest } from '../../../src/usecases/send-test.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import { hour, minute, parsed } from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

const email = 'owner@ours.example';
let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await canSignIn(world.me.userId, email);
});
afterEach(() => world.close());

const provedAt = new Date(Date.UTC(2026, 0, 1)).toISOString() as never;

async function canSignIn(personId: string, address: string): Promise<void> {
  const person = { email: address, password_hash: 'a hash', email_proved_at: provedAt };
  await world.db.updateTable('person').set(person).where('id', '=', personId).execute();
}

const send = (aliasId: string, input: object = {}, deps = world.usecases) =>
  sendTest(deps)(world.me, { aliasId, ...input });

const rows = () => world.db.selectFrom('test_mail').selectAll().orderBy('id').execute();

const used = async () =>
  (await world.db.selectFrom('usage').select('count').execute()).reduce(
    (sum, { count }) => sum + count,
    0,
  );

/** Something happens when the connection stands, and nothing has been sent over it yet. */
function whenConnected(act: () => Promise<unknown>) {
  const open = async (): Promise<Line> => {
    await act();
    return world.usecases.mailer.open({ aliasId: '', provider: 'sandbox', smtp: null });
  };
  return { ...world.usecases, mailer: { ...world.usecases.mailer, open } };
}

test('a test is marked, carries all that a mail carries, and is in no ledger', async () => {
  const aliasId = await makeAlias(world, { address: 'me@ours.example', signature: 'Yours' });
  const sent = valueFrom(await send(aliasId, { subject: 'Hello', body: 'Words.' }));
  expect(sent).toMatchObject({ aliasId, to: email, outcome: 'accepted' });
  const [mail] = world.handed;
  expect(await parsed(mail)).toEqual({ subject: '[Test] Hello', text: 'Words.\n\nYours' });
  expect(mail?.bytes.toString()).toMatch(/^X-Countersign-Test: yes\r$/m);
  expect(mail?.bytes.toString()).toMatch(/^List-Unsubscribe-Post: .*\r$/m);
  expect(await world.db.selectFrom('send').selectAll().execute()).toEqual([]);
  expect(await rows()).toMatchObject([{ alias_id: aliasId, recipient: email, state: 'accepted' }]);
});

test('a test is claimed, then on the wire, then what it was answered', async () => {
  const aliasId = await makeAlias(world);
  const states: (string | undefined)[] = [];
  const look = async () => states.push((await rows()).at(-1)?.state);
  for (const answer of [
    { outcome: 'unknown', response: 'lost' },
    { outcome: 'refused', permanent: true, recipient: true, response: '550 no' },
    { outcome: 'unreachable', response: 'gone' },
  ] as const satisfies readonly HandOver[]) {
    world.answer = async () => {
      await look();
      return answer;
    };
    const told = answer.outcome === 'unreachable' ? 'refused' : answer.outcome;
    expect(valueFrom(await send(aliasId, {}, whenConnected(look))).outcome).toBe(told);
    await look();
  }
  expect(states).toEqual([
    ...['claimed', 'on_wire', 'unknown'],
    ...['claimed', 'on_wire', 'refused'],
    ...['claimed', 'on_wire', 'refused'],
  ]);
});

describe('a test goes to', () => {
  it('members who can sign in, by default to whoever asks, and to nobody else', async () => {
    const aliasId = await makeAlias(world, { address: 'me@ours.example' });
    expect(valueFrom(await send(aliasId)).to).toBe(email);
    expect(valueFrom(await send(aliasId, { to: 'OWNER@ours.example' })).to).toBe(email);
    const stranger = await world.caller('Stranger');
    await canSignIn(stranger.userId, 'stranger@ours.example');
    for (const to of [
      'me@ours.example',
      'stranger@ours.example',
      'lead@example.com',
      'owner@ours.example, a@b.example',
    ]) {
      const { faults } = failureFrom(await send(aliasId, { to }));
      expect(faults?.map(({ path, type }) => [...path, type])).toEqual([['to', 'any.only']]);
    }
    expect(world.handed).toHaveLength(2);
  });

  it('no member who cannot sign in', async () => {
    const aliasId = await makeAlias(world);
    await world.db.updateTable('person').set({ password_hash: null }).execute();
    for (const input of [{}, { to: email }]) {
      const { faults } = failureFrom(await send(aliasId, input));
      expect(faults?.map(({ path }) => path)).toEqual([['to']]);
    }
    expect(world.handed).toEqual([]);
  });

  it('no member whose address is not proved: it may be a stranger to whom nobody wrote', async () => {
    const aliasId = await makeAlias(world);
    await world.db.updateTable('person').set({ email_proved_at: null }).execute();
    for (const input of [{}, { to: email }]) {
      const { faults } = failureFrom(await send(aliasId, input));
      expect(faults?.map(({ path }) => path)).toEqual([['to']]);
    }
    expect(world.handed).toEqual([]);
  });

  it('whom a key names, for a key is nobody', async () => {
    const aliasId = await makeAlias(world);
    const key = { ...world.me, keyId: 'a key' };
    const asked = (input: object) => sendTest(world.usecases)(key, { aliasId, ...input });
    expect(failureFrom(await asked({})).faults?.map(({ type }) => type)).toEqual(['any.required']);
    expect(valueFrom(await asked({ to: email })).to).toBe(email);
  });

  it.each([{ email }, { domain: 'ours.example' }])(
    'nobody whom %j suppresses, also when it comes between claim and wire',
    async (who) => {
      const aliasId = await makeAlias(world);
      const add = () => suppress(world.usecases)(world.me, { ...who, reason: 'asked' });
      const late = valueFrom(await send(aliasId, {}, whenConnected(add)));
      expect([late.outcome, await used()]).toEqual(['refused', 0]);
      expect(failureFrom(await send(aliasId)).code).toBe('RECIPIENT_SUPPRESSED');
      expect(world.handed).toEqual([]);
    },
  );

  it('nobody by way of an address that the alias is given', async () => {
    const aliasId = await makeAlias(world);
    const victim = 'victim@example.com';
    valueFrom(await suppress(world.usecases)(world.me, { email: victim, reason: 'asked' }));
    valueFrom(await editAlias(world.usecases)(world.me, { aliasId, address: victim }));
    expect(failureFrom(await send(aliasId, { to: victim })).code).toBe('VALIDATION_ERROR');
    expect(valueFrom(await send(aliasId)).to).toBe(email);
  });
});

describe('a test leaves from', () => {
  const server = { host: '127.0.0.1', port: 2525, security: 'none' } as const;

  it('no alias that is not verified, as it is now', async () => {
    const aliasId = await makeAlias(world, { provider: 'smtp', smtp: server });
    expect(failureFrom(await send(aliasId)).code).toBe('MAILBOX_NOT_READY');
    const verified_at = new Date(world.now.engine).toISOString();
    const verify = () =>
      world.db.updateTable('alias').set({ verified_at }).where('id', '=', aliasId).execute();
    await verify();
    expect(valueFrom(await send(aliasId)).outcome).toBe('accepted');
    const change = { aliasId, address: 'other@ours.example' };
    valueFrom(await editAlias(world.usecases)(world.me, change));
    expect(failureFrom(await send(aliasId)).code).toBe('MAILBOX_NOT_READY');
    await verify();
    const moved = { aliasId, displayName: 'Another' };
    const edit = () => editAlias(world.usecases)(world.me, moved);
    expect(valueFrom(await send(aliasId, {}, whenConnected(edit))).outcome).toBe('refused');
    expect(world.handed).toHaveLength(1);
  });

  it('no alias that is paused, also when it is paused between claim and wire', async () => {
    const aliasId = await makeAlias(world);
    const pause = () => pauseAlias(world.usecases)(world.me, { aliasId, reason: 'On holiday' });
    expect(valueFrom(await send(aliasId, {}, whenConnected(pause))).outcome).toBe('refused');
    const { code, message } = failureFrom(await send(aliasId));
    expect([code, message]).toEqual(['MAILBOX_NOT_READY', expect.stringContaining('On holiday')]);
    expect(world.handed).toEqual([]);
  });

  it('no fenced server, also when the fence comes between claim and wire', async () => {
    const aliasId = await makeAlias(world);
    const fence = () => markFenced(world.db, world.now.engine, 'It is a copy.');
    expect(valueFrom(await send(aliasId, {}, whenConnected(fence))).outcome).toBe('refused');
    const { code, message } = failureFrom(await send(aliasId));
    expect([code, message]).toEqual(['SENDING_FENCED', expect.stringContaining('It is a copy.')]);
    expect([world.handed, await used()]).toEqual([[], 0]);
  });

  it('a server of the epoch that was accepted, and of no older one', async () => {
    const aliasId = await makeAlias(world);
    const accept = async () => {
      await markFenced(world.db, world.now.engine, 'It is a copy.');
      await acceptFence(world.db, null);
    };
    expect(valueFrom(await send(aliasId, {}, whenConnected(accept))).outcome).toBe('refused');
    expect(failureFrom(await send(aliasId)).code).toBe('SENDING_FENCED');
    const beganFenced = { ...world.usecases, fencedBecause: 'It is a copy.' };
    expect(valueFrom(await send(aliasId, {}, beganFenced)).outcome).toBe('accepted');
    const restarted = { ...world.usecases, engineEpoch: 2 };
    expect(valueFrom(await send(aliasId, {}, restarted)).outcome).toBe('accepted');
  });
});

describe('the limits of a mailbox', () => {
  const day = 24 * hour;

  it('count tests in the cap of any 24 hours, and say when the next may leave', async () => {
    const aliasId = await makeAlias(world, { dailyCap: 2 });
    valueFrom(await send(aliasId));
    valueFrom(await send(aliasId));
    const nextAt = world.now.engine + day + 10 * minute;
    expect(failureFrom(await send(aliasId))).toMatchObject({
      code: 'MAILBOX_LIMIT_REACHED',
      message: expect.stringContaining(new Date(nextAt).toISOString()),
      data: { nextAt },
      retryAfterSeconds: (day + 10 * minute) / 1000,
    });
    world.now.engine = nextAt - 1;
    expect((await send(aliasId)).ok).toBe(false);
    world.now.engine = nextAt;
    expect((await send(aliasId)).ok).toBe(true);
  });

  it('leave a campaign what tests have left, and a test what a campaign has left', async () => {
    const aliasId = await makeAlias(world, { dailyCap: 3 });
    valueFrom(await send(aliasId));
    const campaign = { aliasIds: [aliasId], minIntervalSeconds: 0, dailyLimit: 50 };
    await launch(world, await makeCampaign(world, { leads: 5, campaign }));
    await world.pass(30 * minute);
    expect(world.handed).toHaveLength(3);
    expect(failureFrom(await send(aliasId)).code).toBe('MAILBOX_LIMIT_REACHED');
  });

  it('hold for two tests at once, of which one is too many', async () => {
    const aliasId = await makeAlias(world, { dailyCap: 3 });
    valueFrom(await send(aliasId));
    valueFrom(await send(aliasId));
    const both = await Promise.all([send(aliasId), send(aliasId)]);
    const codes = both.map((one) => (one.ok ? one.value.outcome : one.failure.code));
    expect(codes.sort()).toEqual(['MAILBOX_LIMIT_REACHED', 'accepted']);
    expect([world.handed.length, await used()]).toEqual([3, 3]);
  });

  it('keep its gap between two messages', async () => {
    const aliasId = await makeAlias(world, { minGapSeconds: 90 });
    valueFrom(await send(aliasId));
    world.now.engine += 89_999;
    const { code, data } = failureFrom(await send(aliasId));
    expect([code, data]).toEqual(['MAILBOX_LIMIT_REACHED', { nextAt: world.now.engine + 1 }]);
    world.now.engine += 1;
    expect((await send(aliasId)).ok).toBe(true);
  });

  it('are given back what never reached the wire', async () => {
    const aliasId = await makeAlias(world, { dailyCap: 1 });
    const shut = { open: false, response: 'nobody answers' } as const;
    const mailer = { ...world.usecases.mailer, open: () => Promise.resolve(shut) };
    const sent = valueFrom(await send(aliasId, {}, { ...world.usecases, mailer }));
    expect([sent.outcome, sent.smtpResponse]).toEqual(['refused', 'nobody answers']);
    expect(await rows()).toMatchObject([{ state: 'refused', smtp_response: 'nobody answers' }]);
    expect((await send(aliasId)).ok).toBe(true);
  });

  it('are beside thirty an hour of an account, also by many at once', async () => {
    const aliasId = await makeAlias(world);
    const all = await Promise.all(
      Array.from({ length: testMailsPerHourMax + 5 }, () => send(aliasId)),
    );
    const refused = all.flatMap((one) => (one.ok ? [] : [one.failure.code]));
    expect(refused).toEqual(Array.from({ length: 5 }, () => 'TOO_MANY_TESTS'));
    expect(world.handed).toHaveLength(testMailsPerHourMax);
    world.now.real += hour + 1;
    expect((await send(aliasId)).ok).toBe(true);
  });
});

describe('a request that comes again under its key', () => {
  const request = (aliasId: string) => ({
    accountId: world.me.accountId,
    method: 'POST',
    path: `/aliases/${aliasId}/test-send`,
    key: 'once',
    requestHash: Buffer.from('the same'),
  });

  type Asked = { readonly deps?: typeof world.usecases };

  async function ask(aliasId: string, { deps = world.usecases }: Asked = {}) {
    const once = await answerOnceOutside(deps)(request(aliasId), {
      work: (within) => sendTest(within)(world.me, { aliasId }),
      keep: (result) => ({ status: 200, text: JSON.stringify(result) }),
    });
    if (once.kind !== 'done') throw new Error(`it is ${once.kind}`);
    return valueFrom(once.value);
  }

  /** As a process that died leaves it: no answer, and a lease that has lapsed. */
  async function died(aliasId: string, deps: typeof world.usecases): Promise<void> {
    await expect(ask(aliasId, { deps })).rejects.toThrow('died');
    const { method, path, key, requestHash } = request(aliasId);
    const lapsed = new Date(world.now.real).toISOString();
    const lease = { lease_token: world.chance.uuid(0), lease_until: lapsed };
    const row = { request_hash: requestHash, created_at: lapsed, ...lease };
    await world.db
      .insertInto('idempotency_key')
      .values({ account_id: world.me.accountId, method, path, key, ...row })
      .execute();
    world.now.real += outsideLeaseMs;
  }

  it('after a crash on the wire is unknown, and sends no second mail', async () => {
    const aliasId = await makeAlias(world);
    world.answer = () => Promise.reject(new Error('died'));
    await died(aliasId, world.usecases);
    world.answer = () => ({ outcome: 'accepted', response: '250 taken' });
    const [row] = await rows();
    expect(await ask(aliasId)).toMatchObject({ outcome: 'unknown', messageId: row?.message_id });
    expect([world.handed.length, await used()]).toEqual([1, 1]);
  });

  it('after a crash before the wire ends it there, so that it can leave no more', async () => {
    const aliasId = await makeAlias(world);
    await died(
      aliasId,
      whenConnected(() => Promise.reject(new Error('died'))),
    );
    expect((await ask(aliasId)).outcome).toBe('refused');
    expect([world.handed, await used()]).toEqual([[], 0]);
    expect(await rows()).toMatchObject([{ state: 'refused' }]);
  });

  it('while a slow server still holds the first, takes it from it or is unknown', async () => {
    const aliasId = await makeAlias(world);
    let second: Awaited<ReturnType<typeof ask>> | null = null;
    const late = async () => {
      world.now.real += outsideLeaseMs;
      second = await ask(aliasId);
    };
    expect((await ask(aliasId, { deps: whenConnected(late) })).outcome).toBe('refused');
    expect(second).toMatchObject({ outcome: 'refused' });
    expect(world.handed).toEqual([]);
  });

  it('is a new one after a day', async () => {
    const aliasId = await makeAlias(world);
    await ask(aliasId);
    world.now.real += 24 * hour + 1;
    await ask(aliasId);
    expect(world.handed).toHaveLength(2);
  });
});
