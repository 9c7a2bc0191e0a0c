/** An address is a person's over the whole host once it is proved, and not before. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePasswordLink } from '../../../src/usecases/reset-password.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { ask, type Browser, browserOf, join, setUpOwner, signIn } from '../../support/people.ts';

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
