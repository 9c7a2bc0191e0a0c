import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invitationLifeMs } from '../../../src/domain/people/invitation.ts';
import { freeFailures } from '../../../src/domain/people/slowing.ts';
import type { Role } from '../../../src/domain/permission.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  createSecond,
  join,
  password,
  prove,
  setUpOwner,
  signIn,
} from '../../support/people.ts';

let http: HttpWorld;
let ada: Browser;

beforeEach(async () => {
  http = await createHttpWorld();
  ada = await setUpOwner(http);
});
afterEach(() => http.close());

const grace = { email: 'grace@example.com', role: 'reviewer' as Role };

const invite = (by: Browser = ada, body: object = grace) =>
  ask(http, 'POST /invitations', { browser: by, body });

const accept = (token: string, of: object = { name: 'Grace', password }) =>
  ask(http, 'POST /auth/invitations/accept', { body: { token, ...of } });

const members = async () =>
  (
    await http.world.db
      .selectFrom('membership')
      .where('account_id', '=', ada.accountId)
      .selectAll()
      .execute()
  ).length;

describe('an invitation', () => {
  it('is a link that is shown once, and kept as a hash', async () => {
    const said = await invite(ada, { ...grace, email: ' Grace@Example.com' });
    expect([said.status, said.body]).toEqual([
      201,
      {
        invitation_id: expect.any(String),
        email: 'grace@example.com',
        role: 'reviewer',
        invited_by: ada.userId,
        is_mailed: false,
        created_at: '2026-03-02T09:00:00.005Z',
        expires_at: '2026-03-09T09:00:00.005Z',
        token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        link: `/invitation#${said.body.token}`,
      },
    ]);
    const { token, link, ...rest } = said.body;
    expect((await ask(http, 'GET /invitations', { browser: ada })).body.items).toEqual([rest]);
    const kept = [
      await http.world.db.selectFrom('invitation').selectAll().execute(),
      await http.world.db.selectFrom('audit').selectAll().execute(),
      http.log,
    ];
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(link).toContain(token);
  });

  it('says to whoever has its link what it is to, and to nobody else', async () => {
    const { token } = (await invite()).body;
    const look = (text: string) =>
      ask(http, 'POST /auth/invitations/look', { body: { token: text } });
    expect((await look(token)).body).toEqual({
      email: 'grace@example.com',
      role: 'reviewer',
      account_name: 'Default',
      is_mailed: false,
      expires_at: '2026-03-09T09:00:00.005Z',
    });
    for (const text of ['x', 'x'.repeat(43)]) {
      const said = await look(text);
      expect([said.status, said.body.detail]).toEqual([404, 'LINK_NOT_VALID']);
    }
  });

  it('makes somebody new a member, who is signed in by it', async () => {
    const { token } = (await invite()).body;
    const said = await accept(token);
    expect([said.status, said.body]).toEqual([
      200,
      expect.objectContaining({
        user: {
          user_id: expect.any(String),
          name: 'Grace',
          email: 'grace@example.com',
          email_proved_at: null,
        },
        account_id: ada.accountId,
        role: 'reviewer',
        permissions: ['campaigns:read', 'content:review'],
        rights: [],
      }),
    ]);
    expect((await ask(http, 'GET /auth/me', { browser: browserOf(said) })).status).toBe(200);
    expect((await signIn(http, 'grace@example.com')).status).toBe(200);
    expect((await ask(http, 'GET /invitations', { browser: ada })).body.items).toEqual([]);
  });

  it('asks somebody new for a name and a good password, and can be tried again', async () => {
    const { token } = (await invite()).body;
    const said = await accept(token, { password: 'short' });
    expect(said.status).toBe(422);
    expect(said.body.details.map(({ loc }: { loc: unknown }) => loc)).toEqual([
      ['body', 'name'],
      ['body', 'password'],
    ]);
    expect((await accept(token)).status).toBe(200);
  });

  it('is joined by whoever has an account here with their password, and slows whoever guesses', async () => {
    const first = await join(http, ada, grace);
    await prove(http, first);
    const { body } = await ask(http, 'POST /accounts', { browser: ada, body: { name: 'Second' } });
    const account_id = body.account_id;
    await ask(http, 'POST /auth/account', { browser: ada, body: { account_id } });
    const { token: invitation } = (await invite(ada, { ...grace, role: 'admin' })).body;
    const enter = (secret: string) =>
      ask(http, 'POST /auth/sign-in', {
        body: { email: grace.email, password: secret, invitation },
      });
    for (let n = 0; n < freeFailures.pair; n++) {
      const said = await enter('my own password');
      expect([said.status, said.body.detail]).toEqual([401, 'SIGN_IN_REFUSED']);
    }
    expect((await enter('my own password')).body.detail).toBe('TOO_MANY_TRIES');
    const said = await enter(password);
    expect(said.body).toMatchObject({
      user: { user_id: first.userId, name: 'grace' },
      account_id,
      role: 'admin',
    });
    expect(said.body.accounts).toHaveLength(2);
    expect((await enter(password)).body.detail).toBe('LINK_NOT_VALID');
  });

  it('is not joined by whoever has not proved their own address', async () => {
    await join(http, ada, grace);
    const elsewhere = { authorization: `Bearer ${await http.sessionFor(await http.tenant('B'))}` };
    const body = { ...grace, role: 'viewer' };
    const invited = await ask(http, 'POST /invitations', { headers: elsewhere, body });
    const browser = browserOf(await signIn(http, grace.email));
    const { token } = invited.body;
    const said = [
      await ask(http, 'POST /auth/invitations/join', { browser, body: { token } }),
      await ask(http, 'POST /auth/sign-in', {
        body: { email: grace.email, password, invitation: token },
      }),
      await ask(http, 'POST /accounts', { browser, body: { name: 'Another' } }),
    ];
    expect(said.map(({ status, body: { detail } }) => [status, detail])).toEqual([
      [409, 'EMAIL_NOT_PROVED'],
      [409, 'EMAIL_NOT_PROVED'],
      [403, 'MISSING_PERMISSION'],
    ]);
  });

  it('lets in again whoever was removed, as the same person where they proved their address', async () => {
    const first = await join(http, ada, grace);
    await prove(http, first);
    const joan = { email: 'joan@example.com', role: 'viewer' as Role };
    const unproved = await join(http, ada, joan);
    for (const { userId } of [first, unproved]) {
      await ask(http, `DELETE /members/${userId}`, { browser: ada });
    }
    const again = (await invite()).body.token;
    const back = await ask(http, 'POST /auth/sign-in', {
      body: { email: grace.email, password, invitation: again },
    });
    expect(back.body.user.user_id).toBe(first.userId);
    const another = browserOf(await accept((await invite(ada, joan)).body.token));
    expect(another.userId).not.toBe(unproved.userId);
  });

  it('is taken once, whoever is faster', async () => {
    for (let round = 0; round < 5; round++) {
      const email = `p${round}@example.com`;
      const { token } = (await invite(ada, { email, role: 'viewer' })).body;
      const before = await members();
      const all = await Promise.all(Array.from({ length: 4 }, () => accept(token)));
      expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const { status, body } of all.filter((said) => said.status !== 200)) {
        expect([status, body.detail]).toEqual([404, 'LINK_NOT_VALID']);
      }
      expect(await members()).toBe(before + 1);
      const people = await http.world.db
        .selectFrom('person')
        .where('email', '=', email)
        .selectAll()
        .execute();
      expect(people).toHaveLength(1);
      expect((await signIn(http, email)).status).toBe(200);
    }
  });

  it('lets one in of several who are signed in, whoever is faster', async () => {
    const strangers = [];
    for (const name of ['One', 'Two', 'Three']) {
      const tenant = await http.tenant(name);
      strangers.push({ authorization: `Bearer ${await http.sessionFor(tenant)}` });
    }
    for (let round = 0; round < 6; round++) {
      const email = `p${round}@example.com`;
      const { token } = (await invite(ada, { email, role: 'viewer' })).body;
      const before = await members();
      const all = await Promise.all(
        strangers.map((headers) =>
          ask(http, 'POST /auth/invitations/join', { headers, body: { token } }),
        ),
      );
      expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(all.filter(({ body }) => body.detail === 'LINK_NOT_VALID')).toHaveLength(2);
      expect(await members()).toBe(before + 1);
      const joined = all.find(({ status }) => status === 200)?.body.user.user_id;
      await ask(http, `DELETE /members/${joined}`, { browser: ada });
      strangers.splice(
        all.findIndex(({ status }) => status === 200),
        1,
        { authorization: `Bearer ${await http.sessionFor(await http.tenant('Next'))}` },
      );
    }
  });

  it('that nobody took leaves nobody behind', async () => {
    const { token, invitation_id } = (await invite()).body;
    const { credentials } = http.world.usecases;
    const slow = {
      ...credentials,
      hash: async (text: string, saltOf?: string | null) => {
        await ask(http, `DELETE /invitations/${invitation_id}`, { browser: ada });
        return credentials.hash(text, saltOf);
      },
    };
    const other = await createSecond(http, { credentials: slow });
    try {
      const body = { token, name: 'Grace', password };
      const said = await ask(other, 'POST /auth/invitations/accept', { body });
      expect([said.status, said.body.detail]).toEqual([404, 'LINK_NOT_VALID']);
      const people = http.world.db
        .selectFrom('person')
        .where('email', '=', grace.email)
        .selectAll();
      expect(await people.execute()).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('ends after a week, and when it is withdrawn', async () => {
    const first = (await invite()).body;
    const withdrawn = await ask(http, `DELETE /invitations/${first.invitation_id}`, {
      browser: ada,
    });
    expect(withdrawn.body).toEqual({ invitation_id: first.invitation_id, withdrawn: true });
    expect((await accept(first.token)).body.detail).toBe('LINK_NOT_VALID');
    const second = (await invite()).body;
    http.world.now.real += invitationLifeMs - 1;
    expect((await ask(http, 'POST /auth/invitations/look', { body: second })).status).toBe(422);
    const { token } = second;
    expect((await ask(http, 'POST /auth/invitations/look', { body: { token } })).status).toBe(200);
    http.world.now.real += 1;
    expect((await accept(token)).body.detail).toBe('LINK_NOT_VALID');
  });

  it('takes the place of an earlier one for the same address', async () => {
    const first = (await invite()).body;
    const second = (await invite(ada, { ...grace, role: 'admin' })).body;
    expect((await accept(first.token)).body.detail).toBe('LINK_NOT_VALID');
    expect((await accept(second.token)).body.role).toBe('admin');
    const again = await invite();
    expect([again.status, again.body.detail]).toEqual([409, 'ALREADY_MEMBER']);
  });

  it('ends with the right of whoever gave it', async () => {
    const joan = await join(http, ada, { email: 'joan@example.com', role: 'owner' });
    const asOwner = (await invite(joan, { email: 'a@example.com', role: 'owner' })).body;
    const asAdmin = (await invite(joan, { email: 'b@example.com', role: 'viewer' })).body;
    const change = (role: Role) =>
      ask(http, `PATCH /members/${joan.userId}`, { browser: ada, body: { role } });
    await change('admin');
    expect((await accept(asOwner.token)).body.detail).toBe('LINK_NOT_VALID');
    const look = { body: { token: asAdmin.token } };
    expect((await ask(http, 'POST /auth/invitations/look', look)).status).toBe(200);
    await change('reviewer');
    expect((await accept(asAdmin.token)).body.detail).toBe('LINK_NOT_VALID');
  });

  it('by an owner is not replaced or withdrawn by an admin', async () => {
    const joan = await join(http, ada, { email: 'joan@example.com', role: 'admin' });
    const asOwner = (await invite(ada, { ...grace, role: 'owner' })).body;
    const asked = [
      await invite(joan, grace),
      await ask(http, `DELETE /invitations/${asOwner.invitation_id}`, { browser: joan }),
    ];
    expect(asked.map(({ status, body }) => [status, body.detail])).toEqual([
      [403, 'ONLY_OWNERS'],
      [403, 'ONLY_OWNERS'],
    ]);
    expect((await accept(asOwner.token)).body.role).toBe('owner');
  });

  it('of another account cannot be withdrawn, and its link is no way to look at ours', async () => {
    const { invitation_id } = (await invite()).body;
    const stranger = await http.tenant('Stranger');
    const headers = { authorization: `Bearer ${await http.sessionFor(stranger)}` };
    const said = await ask(http, `DELETE /invitations/${invitation_id}`, { headers });
    expect([said.status, said.body.detail]).toEqual([404, 'NOT_FOUND']);
    expect((await ask(http, 'GET /invitations', { headers })).body.items).toEqual([]);
  });

  it('that somebody joins by who is signed in makes them go on there', async () => {
    const stranger = await http.tenant('Stranger');
    const headers = { authorization: `Bearer ${await http.sessionFor(stranger)}` };
    const { token } = (await invite()).body;
    const said = await ask(http, 'POST /auth/invitations/join', { headers, body: { token } });
    expect(said.body).toMatchObject({ account_id: ada.accountId, role: 'reviewer' });
    const again = await ask(http, 'POST /auth/invitations/join', { headers, body: { token } });
    expect(again.body.detail).toBe('LINK_NOT_VALID');
    const second = (await invite(ada, { ...grace, email: 'x@example.com' })).body;
    const twice = await ask(http, 'POST /auth/invitations/join', {
      headers,
      body: { token: second.token },
    });
    expect([twice.status, twice.body.detail]).toEqual([409, 'ALREADY_MEMBER']);
  });
});
