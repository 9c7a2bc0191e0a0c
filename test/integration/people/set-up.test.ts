import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setupLinkLifeMs } from '../../../src/domain/people/invitation.ts';
import { bootstrap } from '../../../src/usecases/bootstrap.ts';
import { makeSetupLink } from '../../../src/usecases/set-up.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { valueFrom } from '../../support/outcome.ts';
import {
  ask,
  browserOf,
  countingCredentials,
  createSecond,
  password,
  signIn,
} from '../../support/people.ts';

let http: HttpWorld;

beforeEach(async () => {
  http = await createHttpWorld();
  // Nobody has come yet, not even with a key.
  for (const table of ['membership', 'person', 'account'] as const) {
    await http.world.db.deleteFrom(table).execute();
  }
});
afterEach(() => http.close());

const ada = { name: 'Ada', email: 'Ada@Example.com', password };
const key = `cs_live_${'aB3-_'.repeat(8)}xyz`;

async function link(): Promise<string> {
  const token = await makeSetupLink(http.world.usecases)();
  if (token === null) throw new Error('somebody can sign in');
  return token;
}

function setUp(body: object) {
  return ask(http, 'POST /auth/setup', { body });
}

async function count(table: 'account' | 'person' | 'membership' | 'session' | 'setup_link') {
  return (await http.world.db.selectFrom(table).selectAll().execute()).length;
}

describe('a server that nobody can sign in to', () => {
  it('says so, makes whoever has its link the owner of an account, and says so no more', async () => {
    expect((await ask(http, 'GET /auth/setup')).body).toEqual({ needed: true });
    const said = await setUp({ ...ada, token: await link(), account_name: 'Lovelace Ltd' });
    expect(said.status).toBe(201);
    expect(said.body).toMatchObject({
      kind: 'session',
      user: { name: 'Ada', email: 'ada@example.com' },
      role: 'owner',
      accounts: [{ name: 'Lovelace Ltd', role: 'owner' }],
    });
    expect((await ask(http, 'GET /auth/setup')).body).toEqual({ needed: false });
    expect((await ask(http, 'GET /auth/me', { browser: browserOf(said) })).status).toBe(200);
    expect((await signIn(http, 'ada@example.com')).status).toBe(200);
    expect(await makeSetupLink(http.world.usecases)()).toBeNull();
    expect(await count('setup_link')).toBe(0);
    expect([await count('account'), await count('person')]).toEqual([1, 1]);
  });

  it('has the owner who came with the bootstrap key become that person', async () => {
    valueFrom(await bootstrap(http.world.usecases)(key));
    const before = await ask(http, 'GET /auth/me', { headers: bearer(key) });
    const said = await setUp({ ...ada, token: await link() });
    expect(said.body.account_id).toBe(before.body.account_id);
    expect(said.body.accounts).toEqual([expect.objectContaining({ name: 'Default' })]);
    const people = await http.world.db.selectFrom('person').selectAll().execute();
    expect(people).toEqual([
      expect.objectContaining({
        id: said.body.user.user_id,
        name: 'Ada',
        email: 'ada@example.com',
      }),
    ]);
    const keys = await http.world.db.selectFrom('api_key').select('person_id').execute();
    expect(keys).toEqual([{ person_id: said.body.user.user_id }]);
  });

  it('gives a bootstrap key that comes later to the account there is', async () => {
    const said = await setUp({ ...ada, token: await link() });
    expect(valueFrom(await bootstrap(http.world.usecases)(key))).toEqual({ created: true });
    const me = await ask(http, 'GET /auth/me', { headers: bearer(key) });
    expect(me.body.account_id).toBe(said.body.account_id);
    expect([await count('account'), await count('person')]).toEqual([1, 1]);
  });

  it('takes the link of any of its processes, once, whoever is faster', async () => {
    const tokens = await Promise.all([link(), link()]);
    const people = ['ada', 'grace', 'joan', 'mary', 'radia', 'karen'];
    const all = await Promise.all(
      people.map((name, n) =>
        setUp({ name, email: `${name}@example.com`, password, token: tokens[n % 2] }),
      ),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 409)).toHaveLength(5);
    const lost = all.find(({ status }) => status === 409);
    expect(lost?.body.detail).toBe('ALREADY_SET_UP');
    expect([await count('account'), await count('person'), await count('membership')]).toEqual([
      1, 1, 1,
    ]);
    expect((await setUp({ ...ada, token: tokens[0] })).body.detail).toBe('ALREADY_SET_UP');
  });

  it('takes no other link, nor one that is older than a day, and hashes nothing for it', async () => {
    const { credentials, calls } = countingCredentials(http.world.usecases.credentials);
    const other = await createSecond(http, { credentials });
    try {
      const token = await link();
      http.world.now.real += setupLinkLifeMs;
      for (const bad of [token, 'x', 'a'.repeat(43)]) {
        const said = await ask(other, 'POST /auth/setup', { body: { ...ada, token: bad } });
        expect([said.status, said.body.detail]).toEqual([404, 'LINK_NOT_VALID']);
      }
      expect(calls).toEqual([]);
      expect((await setUp({ ...ada, token: await link() })).status).toBe(201);
    } finally {
      await other.close();
    }
  });

  it('says at the fields what is wrong with them, and lets the same link be used again', async () => {
    const token = await link();
    const said = await setUp({ ...ada, token, password: 'short' });
    expect([said.status, said.body.details[0].loc]).toEqual([422, ['body', 'password']]);
    const odd = await setUp({ ...ada, token, email: 'nowhere' });
    expect([odd.status, odd.body.details[0].loc]).toEqual([422, ['body', 'email']]);
    expect((await setUp({ ...ada, token })).status).toBe(201);
  });

  it('keeps of its link a hash alone, and leaves it in no log', async () => {
    const token = await link();
    await setUp({ ...ada, token: 'x'.repeat(43) });
    const rows = await http.world.db.selectFrom('setup_link').selectAll().execute();
    await setUp({ ...ada, token });
    expect(JSON.stringify([rows, http.log])).not.toContain(token);
    expect(JSON.stringify(http.log)).not.toContain(password);
  });
});
