import type { PostgresPoolClient } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScryptCredentials } from '../../../src/adapters/credentials/scrypt-credentials.ts';
import { createDatabase, createPool } from '../../../src/db/database.ts';
import { freeFailures } from '../../../src/domain/people/slowing.ts';
import { tokenHashOf } from '../../../src/domain/people/token.ts';
import type { Credentials } from '../../../src/ports/credentials.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import {
  ask,
  type Browser,
  browserOf,
  countingCredentials,
  createSecond,
  password,
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

const email = 'ada@example.com';
const elsewhere = '203.0.113.7';

describe('signing in', () => {
  it('answers who one is, and leaves a session out of reach of scripts', async () => {
    const said = await signIn(http, ' ADA@example.com');
    expect(said.status).toBe(200);
    expect(said.body).toEqual({
      kind: 'session',
      user: {
        user_id: ada.userId,
        name: 'Ada',
        email,
        email_proved_at: '2026-03-02T09:00:00.005Z',
      },
      session_id: expect.any(String),
      account_id: ada.accountId,
      role: 'owner',
      permissions: [
        'campaigns:read',
        'campaigns:write',
        'campaigns:execute',
        'campaigns:delete',
        'content:review',
      ],
      rights: ['members:manage', 'keys:manage', 'audit:read', 'account:manage'],
      accounts: [
        {
          account_id: ada.accountId,
          name: 'Default',
          role: 'owner',
          created_at: '2026-03-02T09:00:00.000Z',
        },
      ],
      mails_codes: false,
      csrf_token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    });
    expect(said.headers['set-cookie']).toMatch(
      /^countersign_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
    );
    const browser = browserOf(said);
    const me = await ask(http, 'GET /auth/me', { browser });
    expect([me.status, me.body]).toEqual([200, said.body]);
    const other = await ask(http, 'GET /auth/me', { headers: bearer(browser.token) });
    expect(other.body).toEqual(said.body);
  });

  it('over HTTPS leaves a cookie of this very host, and reads no other', async () => {
    const secure = await createSecond(http, { publicUrl: 'https://out.example' });
    try {
      const said = await signIn(secure, email);
      expect(said.headers['set-cookie']).toMatch(
        /^__Host-countersign=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
      );
      const browser = browserOf(said);
      expect((await ask(secure, 'GET /auth/me', { browser })).status).toBe(200);
      const before = browserOf(await signIn(http, email));
      expect((await ask(http, 'GET /auth/me', { browser: before })).status).toBe(200);
      expect((await ask(secure, 'GET /auth/me', { browser: before })).status).toBe(401);
      expect((await ask(http, 'GET /auth/me', { browser })).status).toBe(401);
      const both = { ...browser, cookie: `${before.cookie}; ${browser.cookie}` };
      expect((await ask(secure, 'GET /auth/me', { browser: both })).body.session_id).toBe(
        said.body.session_id,
      );
    } finally {
      await secure.close();
    }
  });

  it('keeps the hash of a token, and of a password, and neither of them', async () => {
    const { token } = browserOf(await signIn(http, email));
    const sessions = await http.world.db.selectFrom('session').selectAll().execute();
    expect(sessions.map(({ token_hash }) => token_hash.toString('hex'))).toContain(
      tokenHashOf(token).toString('hex'),
    );
    const people = await http.world.db.selectFrom('person').selectAll().execute();
    expect(people[0]?.password_hash).toMatch(/^\$scrypt\$/);
    const audit = await http.world.db.selectFrom('audit').selectAll().execute();
    const kept = JSON.stringify([sessions, people, audit, http.log]);
    for (const secret of [token, password]) expect(kept).not.toContain(secret);
  });

  it('is refused alike whether the address or the password is wrong', async () => {
    const wrong = await signIn(http, email, { password: 'correct horse batterz' });
    const unknown = await signIn(http, 'nobody@example.com');
    const odd = await signIn(http, 'no address at all');
    for (const said of [wrong, unknown, odd]) {
      expect(said.status).toBe(401);
      expect(said.body.detail).toBe('SIGN_IN_REFUSED');
      expect({ ...said.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' });
      expect(said.headers['set-cookie']).toBeUndefined();
    }
  });

  it('does the same work for an address nobody has: on a hash, and in statements', async () => {
    const { credentials, calls } = countingCredentials(http.world.usecases.credentials);
    const { db, texts, close } = countingDatabase(http.world.url);
    const other = await createSecond(http, { credentials, db });
    const work = async (address: string, secret: string) => {
      calls.length = 0;
      texts.length = 0;
      expect((await signIn(other, address, { password: secret })).status).toBe(401);
      return { calls: [...calls], texts: [...texts] };
    };
    try {
      const wrong = await work(email, 'correct horse batterz');
      expect(wrong.calls).toEqual(['verifyAny']);
      expect(wrong.texts.length).toBeGreaterThan(4);
      await work('nobody@example.com', 'correct horse batterz');
      expect(await work('nobody@example.com', password)).toEqual(wrong);
      expect(await work('somebody@example.com', password)).toEqual(wrong);
    } finally {
      await other.close();
      await close();
    }
  });

  it('makes a hash that cost less anew', async () => {
    const old = await createScryptCredentials({ ln: 2, r: 8, p: 1 }).hash(password);
    await http.world.db.updateTable('person').set({ password_hash: old }).execute();
    expect((await signIn(http, email)).status).toBe(200);
    const person = await http.world.db.selectFrom('person').selectAll().executeTakeFirstOrThrow();
    expect(person.password_hash).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/);
    expect((await signIn(http, email)).status).toBe(200);
  });

  it('is not possible for whoever is a member nowhere', async () => {
    await http.world.db.deleteFrom('membership').execute();
    const said = await signIn(http, email);
    expect([said.status, said.body.detail]).toEqual([403, 'NO_ACCOUNT']);
  });

  it('says that too many sign in at once, and counts that for no failure', async () => {
    const busy: Credentials = { ...http.world.usecases.credentials, verifyAny: async () => 'busy' };
    const { app } = http;
    const other = await createSecond(http, { credentials: busy });
    try {
      for (let n = 0; n < 2 * freeFailures.place; n++) {
        const said = await signIn(other, email, { address: elsewhere });
        expect([said.status, said.body.detail, said.headers['retry-after']]).toEqual([
          503,
          'BUSY',
          '5',
        ]);
      }
    } finally {
      await other.close();
    }
    expect(app.server.listening).toBe(false);
    expect((await signIn(http, email, { address: elsewhere })).status).toBe(200);
  });
});

/** As the server's own, and the text of every statement that went through it. */
function countingDatabase(url: string) {
  const pool = createPool({ url, connectionsMax: 4, onIdleError: () => undefined });
  const texts: string[] = [];
  const connect = async () => {
    const client = await pool.connect();
    const query = (what: string | { readonly text: string }, values?: unknown[]) => {
      texts.push(typeof what === 'string' ? what : what.text);
      return client.query(what as string, values);
    };
    return { query, release: () => client.release() } as unknown as PostgresPoolClient;
  };
  const { db, close } = createDatabase({ connect, end: () => pool.end() });
  return { db, texts, close };
}
