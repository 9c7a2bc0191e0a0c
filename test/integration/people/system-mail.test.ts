/** The operator's own mailbox proves addresses: by codes, and by invitations nobody else sees. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  codeLifeMs,
  codesPerHourMax,
  codeTriesMax,
  hourMs,
  invitationMailsPerHourMax,
  mailsToAddressPerHourMax,
} from '../../../src/domain/people/proof.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  createSecond,
  join,
  password,
  setUpOwner,
  signIn,
} from '../../support/people.ts';
import { codeIn, createTestPost, type TestPost, tokenIn } from '../../support/post.ts';

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
const deliver = () => mailbox.deliver(http);

/** A member by a link that was handed on, as on a server that had no mailbox then. */
async function unproved(email = bob.email): Promise<Browser> {
  const other = await createSecond(http, { post: null });
  try {
    return await join(other, ada, { ...bob, email });
  } finally {
    await other.close();
  }
}

const sendCode = (browser: Browser) => ask(http, 'POST /auth/email/code', { browser });
const enterCode = (browser: Browser, code: string) =>
  ask(http, 'POST /auth/email/prove', { browser, body: { code } });
const invite = (body: object = bob, browser: Browser = ada) =>
  ask(http, 'POST /invitations', { browser, body });
const accept = (token: string, secret = password) =>
  ask(http, 'POST /auth/invitations/accept', { body: { token, name: 'Bob', password: secret } });

describe('a code', () => {
  it('is mailed to the address, and proves it; every other session ends', async () => {
    const browser = await unproved();
    const another = browserOf(await signIn(http, bob.email));
    const said = await sendCode(browser);
    const expires_at = new Date(http.world.now.real + codeLifeMs).toISOString();
    expect([said.status, said.body]).toEqual([200, { email: bob.email, expires_at }]);
    const [mail, ...more] = await deliver();
    expect(more).toEqual([]);
    expect(mail).toContain('To: bob@example.com');
    expect(mail).toContain('From: The Team <team@ours.example>');
    expect(mail).toContain('Auto-Submitted: auto-generated');
    const proved = await enterCode(browser, codeIn(mail).toLowerCase());
    expect([proved.status, proved.body.user.email_proved_at, proved.body.mails_codes]).toEqual([
      200,
      '2026-03-02T09:00:00.005Z',
      true,
    ]);
    expect((await ask(http, 'GET /auth/me', { browser: another })).status).toBe(401);
    expect((await enterCode(browser, codeIn(mail))).body.detail).toBe('EMAIL_PROVED');
    expect((await sendCode(browser)).body.detail).toBe('EMAIL_PROVED');
    const trail = http.world.db.selectFrom('audit').select(['actor', 'action', 'account_id']);
    const lines = await trail.where('target_kind', '=', 'person').orderBy('id').execute();
    const line = { actor: browser.userId, account_id: ada.accountId };
    expect(lines).toEqual([
      { ...line, action: 'person.send_email_code' },
      { ...line, action: 'person.prove_email' },
    ]);
  });

  it('is kept as a hash, sealed on its way, in no log, and gone once it has left', async () => {
    const browser = await unproved();
    await sendCode(browser);
    const kept = async () => {
      const { db } = http.world;
      const mails = await db.selectFrom('system_mail').selectAll().execute();
      const codes = await db.selectFrom('email_code').selectAll().execute();
      const bytes = mails.map(({ content }) => content?.toString('latin1') ?? null);
      return { bytes, text: JSON.stringify([mails, codes, http.log]) };
    };
    const before = await kept();
    const code = codeIn((await deliver())[0]);
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const after = await kept();
    expect(after.bytes).toEqual([null]);
    for (const secret of [code, code.replace('-', '')]) {
      for (const text of [...before.bytes, before.text, after.text]) {
        expect(text ?? '').not.toContain(secret);
      }
    }
  });

  it('that is wrong is looked at a few times, however many come at once', async () => {
    const browser = await unproved();
    await sendCode(browser);
    const code = codeIn((await deliver())[0]);
    let looks = 0;
    const { credentials } = http.world.usecases;
    const other = await createSecond(http, {
      post: mailbox.post,
      credentials: {
        ...credentials,
        verify: (text, hash) => {
          looks += 1;
          return credentials.verify(text, hash);
        },
      },
    });
    try {
      const wrong = await Promise.all(
        Array.from({ length: 20 }, () =>
          ask(other, 'POST /auth/email/prove', { browser, body: { code: 'WRONG-CODE' } }),
        ),
      );
      expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([422]));
      expect(looks).toBe(codeTriesMax);
    } finally {
      await other.close();
    }
    const late = await enterCode(browser, code);
    expect([late.status, late.body.details[0].loc]).toEqual([422, ['body', 'code']]);
    await sendCode(browser);
    expect((await enterCode(browser, codeIn((await deliver())[0]))).status).toBe(200);
  });

  it('ends with another one, and after half an hour', async () => {
    const browser = await unproved();
    await sendCode(browser);
    const first = codeIn((await deliver())[0]);
    await sendCode(browser);
    expect((await enterCode(browser, first)).status).toBe(422);
    const second = codeIn((await deliver())[0]);
    http.world.now.real += codeLifeMs;
    expect((await enterCode(browser, second)).status).toBe(422);
  });

  it('proves nobody else’s address, and is used once, whoever is faster', async () => {
    const browser = await unproved();
    const eve = await unproved('eve@example.com');
    await sendCode(browser);
    const code = codeIn((await deliver())[0]);
    await sendCode(eve);
    expect((await enterCode(eve, code)).status).toBe(422);
    const all = await Promise.all([1, 2, 3].map(() => enterCode(browser, code)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    const lines = http.world.db.selectFrom('audit').selectAll();
    expect(await lines.where('action', '=', 'person.prove_email').execute()).toHaveLength(1);
  });

  it('is sent so often in an hour to a person who asks, and told when again', async () => {
    const browser = await unproved();
    const all = await Promise.all(Array.from({ length: 8 }, () => sendCode(browser)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(codesPerHourMax);
    const refused = all.find(({ status }) => status !== 200);
    expect([refused?.status, refused?.body.detail, refused?.body.retry_after]).toEqual([
      429,
      'TOO_MANY_MAILS',
      hourMs / 1_000,
    ]);
    // Each takes the place of the one before.
    expect(await deliver()).toHaveLength(1);
    http.world.now.real += hourMs;
    expect((await sendCode(browser)).status).toBe(200);
  });

  it('cannot be asked for where there is no mailbox, and who to ask is said', async () => {
    const browser = await unproved();
    const other = await createSecond(http, { post: null });
    try {
      const said = await ask(other, 'POST /auth/email/code', { browser });
      expect([said.status, said.body.detail]).toEqual([409, 'NO_SYSTEM_MAIL']);
    } finally {
      await other.close();
    }
  });

  it('takes an address from nobody who has proved it', async () => {
    const first = await unproved();
    const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
    const other = await createSecond(http, { post: null });
    const { token } = (await ask(other, 'POST /invitations', { headers, body: bob })).body;
    await other.close();
    const second = browserOf(await accept(token, 'another password'));
    await sendCode(second);
    expect((await enterCode(second, codeIn((await deliver())[0]))).status).toBe(200);
    await sendCode(first);
    const taken = await enterCode(first, codeIn((await deliver())[0]));
    expect([taken.status, taken.body.detail]).toEqual([409, 'EMAIL_TAKEN']);
    expect((await signIn(http, bob.email)).body.user).toMatchObject({
      user_id: first.userId,
      email_proved_at: null,
    });
    const theirs = await signIn(http, bob.email, { password: 'another password' });
    expect(theirs.body.user.user_id).toBe(second.userId);
  });
});

describe('an invitation', () => {
  it('is mailed, shown to nobody, and proves the address of whoever accepts it', async () => {
    const said = await invite();
    expect([said.status, said.body.token, said.body.link, said.body.is_mailed]).toEqual([
      201,
      null,
      null,
      true,
    ]);
    const [mail] = await deliver();
    expect(mail).toContain('http://localhost:4400/invitation#');
    const looked = await ask(http, 'POST /auth/invitations/look', {
      body: { token: tokenIn(mail) },
    });
    expect(looked.body).toMatchObject({ email: bob.email, is_mailed: true });
    const joined = await accept(tokenIn(mail));
    expect(joined.body.user.email_proved_at).toBe('2026-03-02T09:00:00.005Z');
  });

  it('says to whoever reads the mail that they have proved the address, and lets them join', async () => {
    await invite();
    const first = browserOf(await accept(tokenIn((await deliver())[0])));
    const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
    await ask(http, 'POST /invitations', { headers, body: bob });
    const token = tokenIn((await deliver())[0]);
    const said = await accept(token, 'another password');
    expect([said.status, said.body.detail]).toEqual([409, 'SIGN_IN_FIRST']);
    const body = { email: bob.email, password, invitation: token };
    const joined = await ask(http, 'POST /auth/sign-in', { body });
    expect([joined.body.user.user_id, joined.body.accounts.length]).toEqual([first.userId, 2]);
  });

  it('proves the address of whoever joins by it while signed in with that very address', async () => {
    const browser = await unproved();
    const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
    const elsewhere = async (email: string) => {
      await ask(http, 'POST /invitations', { headers, body: { ...bob, email } });
      return { token: tokenIn((await deliver())[0]) };
    };
    const not = await elsewhere('carol@example.com');
    const refused = await ask(http, 'POST /auth/invitations/join', { browser, body: not });
    expect([refused.status, refused.body.detail]).toEqual([409, 'EMAIL_NOT_PROVED']);
    const body = await elsewhere(bob.email);
    const joined = await ask(http, 'POST /auth/invitations/join', { browser, body });
    expect([joined.status, joined.body.user.email_proved_at]).toEqual([
      200,
      '2026-03-02T09:00:00.005Z',
    ]);
  });

  it('that is withdrawn or replaced before its mail has left is not mailed', async () => {
    const { invitation_id } = (await invite()).body;
    await ask(http, `DELETE /invitations/${invitation_id}`, { browser: ada });
    expect(await deliver()).toEqual([]);
    await invite();
    await invite();
    expect(await deliver()).toHaveLength(1);
  });

  it('is mailed so often in an hour for one account, others’ mail set aside', async () => {
    for (let n = 0; n < invitationMailsPerHourMax; n++) {
      expect((await invite({ ...bob, email: `p${n}@example.com` })).status).toBe(201);
    }
    const refused = await invite();
    expect([refused.status, refused.body.detail]).toEqual([429, 'TOO_MANY_MAILS']);
    // Nor is the link of the one before ended by an invitation that is refused.
    expect((await invite({ ...bob, email: 'p0@example.com' })).status).toBe(429);
    const open = await http.world.db.selectFrom('invitation').select('email').execute();
    expect(open).toHaveLength(invitationMailsPerHourMax);
    const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
    expect((await ask(http, 'POST /invitations', { headers, body: bob })).status).toBe(201);
  });

  it('to an address that has had much mail waits, and its inviter does not learn it', async () => {
    for (let n = 0; n < mailsToAddressPerHourMax + 2; n++) {
      const headers = bearer(await http.sessionFor(await http.tenant(`Tenant ${n}`)));
      expect((await ask(http, 'POST /invitations', { headers, body: bob })).status).toBe(201);
    }
    expect(await deliver()).toHaveLength(mailsToAddressPerHourMax);
    await invite({ ...bob, email: 'carol@example.com' });
    expect(await deliver()).toHaveLength(1);
    http.world.now.real += hourMs;
    expect(await deliver()).toHaveLength(2);
  });
});
