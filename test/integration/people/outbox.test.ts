/** The outbox of the operator's own mailbox: at least once, at its own pace, and not for ever. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeLifeMs, hourMs, systemMailKeptMs } from '../../../src/domain/people/proof.ts';
import { postAttemptsMax, postLeaseMs, postOnce } from '../../../src/engine/post.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, createSecond, join, setUpOwner } from '../../support/people.ts';
import { createTestPost, type TestPost } from '../../support/post.ts';

let http: HttpWorld;
let ada: Browser;
let mailbox: TestPost;

beforeEach(async () => {
  mailbox = createTestPost();
  http = await createHttpWorld({ post: mailbox.post });
  ada = await setUpOwner(http);
});
afterEach(() => http.close());

const bob = { email: 'bob@example.com', role: 'reviewer' as const };
const invite = () => ask(http, 'POST /invitations', { browser: ada, body: bob });
const round = () => mailbox.round(http);
const { accepted } = createTestPost();

describe('a mail of ours', () => {
  it('is sent again after a refusal for now, later each time, and given up in the end', async () => {
    await invite();
    mailbox.answer = () => ({ outcome: 'unknown', response: 'silence' });
    for (let n = 0; n < postAttemptsMax; n++) {
      expect((await round()).did).toBe(1);
      expect((await round()).did).toBe(0);
      http.world.now.real += 30_000 * 2 ** n;
    }
    expect((await round()).did).toBe(0);
    expect(mailbox.sent.map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: postAttemptsMax }, () => mailbox.sent[0]?.messageId),
    );
    const [row] = await http.world.db.selectFrom('system_mail').selectAll().execute();
    expect([row?.content, row?.sent_at, row?.failed_at === null]).toEqual([null, null, false]);
  });

  it('is given up at once where it is refused for good', async () => {
    await invite();
    mailbox.answer = () => ({
      outcome: 'refused',
      permanent: true,
      recipient: true,
      response: '550',
    });
    expect(await mailbox.deliver(http)).toHaveLength(1);
    http.world.now.real += hourMs;
    expect(await mailbox.deliver(http)).toEqual([]);
  });

  it('is one worker’s under a lease, and another’s when the lease has lapsed', async () => {
    await invite();
    let during: number | null = null;
    mailbox.answer = async () => {
      mailbox.answer = () => accepted;
      during = (await round()).did;
      http.world.now.real += postLeaseMs;
      await round();
      return accepted;
    };
    expect((await round()).did).toBe(1);
    expect(during).toBe(0);
    // At least once: twice here, and known to be the same.
    expect(new Set(mailbox.sent.map(({ messageId }) => messageId)).size).toBe(1);
    expect(mailbox.sent).toHaveLength(2);
  });

  it('waits behind a fence, and without a mailbox', async () => {
    await invite();
    const { db, engine, now } = http.world;
    expect(await postOnce({ ...engine, post: null }, { ...now })).toEqual({ did: 0 });
    const fenced_at = new Date(now.real).toISOString();
    await db.updateTable('engine').set({ fenced_at, fence_reason: 'restored' }).execute();
    expect(await round()).toEqual({ did: 0, why: 'shut' });
    await db.updateTable('engine').set({ fenced_at: null, fence_reason: null }).execute();
    await db.updateTable('engine').set({ epoch: 2 }).execute();
    expect(await round()).toEqual({ did: 0, why: 'shut' });
    expect(mailbox.sent).toEqual([]);
  });

  it('is swept a day after it has left or lapsed, and a code when it is good no more', async () => {
    const other = await createSecond(http, { post: null });
    const browser = await join(other, ada, bob);
    await other.close();
    await ask(http, 'POST /auth/email/code', { browser });
    await mailbox.deliver(http);
    const rows = async () => [
      (await http.world.db.selectFrom('system_mail').selectAll().execute()).length,
      (await http.world.db.selectFrom('email_code').selectAll().execute()).length,
    ];
    const begun = http.world.now.real;
    const sweepAt = async (ms: number) => {
      http.world.now.real = begun + ms;
      await sweepOnce(http.world.engine, { ...http.world.now });
      return rows();
    };
    expect(await sweepAt(codeLifeMs - 1)).toEqual([1, 1]);
    expect(await sweepAt(codeLifeMs)).toEqual([1, 0]);
    expect(await sweepAt(systemMailKeptMs - 1)).toEqual([1, 0]);
    expect(await sweepAt(systemMailKeptMs)).toEqual([0, 0]);
  });
});
