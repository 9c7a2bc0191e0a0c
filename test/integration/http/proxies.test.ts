/** Holds that people behind a proxy have places of their own, and that the log says if not. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../../src/main/config.ts';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';
import { password, setUpOwner } from '../../support/people.ts';

let http: HttpWorld;
afterEach(() => http.close());

/** Docker's own end of the network of a container: where a published port's requests come from. */
const bridge = '172.18.0.1';
const outside = '203.0.113.9';

/** What compose.yaml gives where `.env` says nothing. */
function trustedByCompose(): string {
  const compose = parse(readFileSync('compose.yaml', 'utf8'), { merge: true });
  const given = String(compose.services.countersign.environment.COUNTERSIGN_TRUSTED_PROXIES);
  const fallback = /^\$\{COUNTERSIGN_TRUSTED_PROXIES:-(.*)\}$/.exec(given)?.[1] ?? '';
  const read = readConfig({ COUNTERSIGN_TRUSTED_PROXIES: fallback });
  if (!read.ok) throw new Error(read.failure.join(' '));
  return read.value.trustedProxies;
}

async function placeOf(remoteAddress: string, forwarded: string): Promise<unknown> {
  const email = 'ada@example.com';
  const said = await http.app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    payload: { email, password },
    remoteAddress,
    headers: { 'x-forwarded-for': forwarded },
  });
  const { session_id: id } = said.json();
  const session = http.world.db.selectFrom('session').select('place').where('id', '=', id);
  return (await session.executeTakeFirstOrThrow()).place;
}

describe('as compose.yaml starts it', () => {
  it('takes the word of a proxy behind the published port, and of nobody outside', async () => {
    http = await createHttpWorld({ trustedProxies: trustedByCompose() });
    await setUpOwner(http);
    expect(await placeOf(bridge, outside)).toBe(outside);
    expect(await placeOf('192.168.16.1', outside)).toBe(outside);
    expect(await placeOf('127.0.0.1', outside)).toBe(outside);
    expect(await placeOf('203.0.113.5', outside)).toBe('203.0.113.5');
    expect(await placeOf(bridge, `198.51.100.1, ${outside}`)).toBe(outside);
  });
});

async function ask(
  remoteAddress: string,
  { times = 20, forwarded = outside as string | null } = {},
): Promise<void> {
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  for (let n = 0; n < times; n += 1) {
    await http.app.inject({ url: '/healthz', remoteAddress, headers });
  }
}

const warnings = () => http.log.filter(({ level }) => level === 'warn');

describe('a proxy whose word is not taken', () => {
  it('is named once, with the setting that it is missing from', async () => {
    http = await createHttpWorld();
    await ask(bridge, { times: 19 });
    expect(warnings()).toEqual([]);
    await ask(bridge, { times: 100 });
    expect(warnings()).toEqual([
      {
        level: 'warn',
        fields: { proxy: bridge, setting: 'COUNTERSIGN_TRUSTED_PROXIES' },
        message:
          'every request comes from one proxy that is not trusted, so all people count as one place',
      },
    ]);
  });

  it('is named whatever family it writes its address in', async () => {
    for (const address of ['::ffff:172.18.0.1', 'fd00::1', '10.0.0.2', '169.254.1.1']) {
      http = await createHttpWorld();
      await ask(address);
      expect(warnings()).toHaveLength(1);
      if (address !== '169.254.1.1') await http.close();
    }
  });

  it('is not suspected where there is none, where it is trusted, or where it is not alone', async () => {
    http = await createHttpWorld({ trustedProxies: 'loopback,10.0.0.0/8' });
    await ask('10.0.0.2');
    await ask('127.0.0.1');
    await ask('203.0.113.77');
    await ask(bridge, { forwarded: null });
    await ask(bridge, { times: 10 });
    await ask('172.18.0.9', { times: 10 });
    await ask(bridge, { times: 10 });
    expect(warnings()).toEqual([]);
  });
});
