/** An address is a person's over the whole host once it is proved, and not before. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listPeopleOfAddress, makePasswordLink } from '../../../src/usecases/reset-password.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  join,
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

const email = 'bob@example.com';
const his = 'a password of his own';

/** Another account's owner invites, and hands the link to whoever asks. */
async function invitedElsewhere(to = email): Promise<string> {
  const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
  const body = { email: to, role: 'reviewer' };
  return (await ask(http, 'POST /invitations', { headers, body })).body.token;
}

function accept(token: string, secret = his) {
  const body = { token, name: 'Bob', password: secret };
  return ask(http, 'POST /auth/invitations/accept', { body });
}

describe('an invitation that its inviter accepts', () => {
  it('is no claim on the address: its owner comes to another account by a password of theirs', async () => {
    const taken = await join(http, ada, { email, role: 'owner' });
    const own = await accept(await invitedElsewhere());
    expect(own.status).toBe(200);
    expect(own.body.user.user_id).not.toBe(taken.userId);
    const back = await signIn(http, email, { password: his });
    expect(back.body.accounts.map(({ name }: { name: string }) => name)).toEqual(['Elsewhere']);
    expect((await signIn(http, email)).body.account_id).toBe(ada.accountId);
  });

  it('gives the inviter nothing of whoever proves the address later', async () => {
    const taken = await join(http, ada, { email, role: 'owner' });
    const own = browserOf(await accept(await invitedElsewhere()));
    const link = await makePasswordLink(http.world.usecases)(email, own.accountId);
    const reset = { token: link, password: 'chosen by the real one' };
    const said = await ask(http, 'POST /auth/password/reset', { body: reset });
    expect([said.status, said.body.user_id]).toEqual([200, own.userId]);
    const back = await signIn(http, email, { password: 'chosen by the real one' });
    expect(back.body.user).toEqual({
      user_id: own.userId,
      name: 'Bob',
      email,
      email_proved_at: '2026-03-02T09:00:00.005Z',
    });
    expect(back.body.account_id).toBe(own.accountId);
    const theirs = await signIn(http, email);
    expect(theirs.body.user).toMatchObject({ user_id: taken.userId, email_proved_at: null });
  });

  it('shows the same page and the same answers whether somebody here has the address', async () => {
    const answers = [];
    for (const to of ['ada@example.com', 'nobody@example.com']) {
      const headers = bearer(await http.sessionFor(await http.tenant('Elsewhere')));
      const body = { email: to, role: 'viewer' };
      const { token, ...invited } = (await ask(http, 'POST /invitations', { headers, body })).body;
      const look = { body: { token } };
      const looked = (await ask(http, 'POST /auth/invitations/look', look)).body;
      const joined = (await accept(token)).body;
      answers.push({ invited: Object.keys(invited), looked: { ...looked, email: '' }, ...joined });
    }
    const shape = answers.map((answer) => ({
      ...answer,
      account_id: '',
      session_id: '',
      csrf_token: '',
      accounts: [],
      user: { ...answer.user, user_id: '', email: '' },
    }));
    expect(shape[0]).toEqual(shape[1]);
  });
});

describe('an operator’s link', () => {
  it('is for nobody while it is not clear for whom, and lists who could be meant', async () => {
    const taken = await join(http, ada, { email, role: 'owner' });
    const own = browserOf(await accept(await invitedElsewhere()));
    const { usecases } = http.world;
    const people = await listPeopleOfAddress(usecases)(' Bob@Example.com');
    expect(
      people.map(({ id, isProved, accounts }) => [id, isProved, accounts.map(({ name }) => name)]),
    ).toEqual([
      [taken.userId, false, ['Default']],
      [own.userId, false, ['Elsewhere']],
    ]);
    const link = makePasswordLink(usecases);
    expect(await link(email)).toBeNull();
    expect(await link(email, '00000000-0000-7000-8000-000000000000')).toBeNull();
    expect(await link(email, own.accountId)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await prove(http, own);
    // Who has proved it is meant from then on.
    const token = await link(email);
    const body = { token, password: 'chosen by the real one' };
    const reset = await ask(http, 'POST /auth/password/reset', { body });
    expect(reset.body.user_id).toBe(own.userId);
  });

  it('for somebody unproved is a new password alone once another has proved the address', async () => {
    const taken = await join(http, ada, { email, role: 'owner' });
    const own = browserOf(await accept(await invitedElsewhere()));
    const token = await makePasswordLink(http.world.usecases)(email, ada.accountId);
    await prove(http, own);
    const body = { token, password: 'yet another password' };
    const reset = await ask(http, 'POST /auth/password/reset', { body });
    expect([reset.status, reset.body.user_id]).toEqual([200, taken.userId]);
    const back = await signIn(http, email, { password: 'yet another password' });
    expect(back.body.user).toMatchObject({ user_id: taken.userId, email_proved_at: null });
    expect((await signIn(http, email, { password: his })).body.user.user_id).toBe(own.userId);
  });
});
