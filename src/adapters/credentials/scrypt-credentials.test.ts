import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createScryptCredentials } from './scrypt-credentials.ts';

const cheap = { ln: 4, r: 8, p: 1 };
const { hash, verify, isOutdated, token } = createScryptCredentials(cheap);

async function hashOf(password: string): Promise<string> {
  const text = await hash(password);
  if (text === null) throw new Error('nobody else is asking');
  return text;
}

describe('a password', () => {
  it('matches its own hash and no other', async () => {
    const text = await hashOf('correct horse');
    expect(await verify('correct horse', text)).toBe('match');
    expect(await verify('correct horsf', text)).toBe('mismatch');
    expect(await verify('', text)).toBe('mismatch');
    expect(await verify('correct horse', await hashOf('other horses'))).toBe('mismatch');
  });

  it('is kept with a salt of its own, and with what it cost', async () => {
    const [one, other] = [await hashOf('correct horse'), await hashOf('correct horse')];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    const [, , , salt = '', key] = one.split('$');
    const again = scryptSync('correct horse', Buffer.from(salt, 'base64'), 32, {
      N: 16,
      r: 8,
      p: 1,
    });
    expect(again.toString('base64').replaceAll('=', '')).toBe(key);
  });

  it('of nobody never matches', async () => {
    expect(await verify('correct horse', null)).toBe('mismatch');
  });

  it('that was kept at another cost still matches, and is known to be outdated', async () => {
    const old = await createScryptCredentials({ ln: 3, r: 8, p: 1 }).hash('correct horse');
    expect(await verify('correct horse', old)).toBe('match');
    expect(isOutdated(old ?? '')).toBe(true);
    expect(isOutdated(await hashOf('correct horse'))).toBe(false);
  });

  it('costs 32 MiB thrice over unless it is said otherwise', async () => {
    const text = await createScryptCredentials().hash('correct horse');
    expect(text?.slice(0, 22)).toBe('$scrypt$ln=15,r=8,p=3$');
    expect(await verify('correct horse', text)).toBe('match');
  });

  it('is not looked at where a hash was tampered with', async () => {
    const text = (await hashOf('correct horse')).replace('ln=4', 'ln=31');
    await expect(verify('correct horse', text)).rejects.toThrow('one that we wrote');
  });

  it('has to come back when too many ask at once', async () => {
    const narrow = createScryptCredentials(cheap, { atOnceMax: 1, waitingMax: 0 });
    const [first, second, third] = [
      narrow.verify('correct horse', null),
      narrow.verify('correct horse', null),
      narrow.hash('correct horse'),
    ];
    expect(await Promise.all([first, second, third])).toEqual(['mismatch', 'busy', null]);
  });
});

it('is 32 random bytes', () => {
  const tokens = Array.from({ length: 100 }, () => token());
  expect(new Set(tokens).size).toBe(100);
  expect(tokens.every((text) => /^[A-Za-z0-9_-]{43}$/.test(text))).toBe(true);
});

describe('a password that several people of one address may have', () => {
  const { verifyAny } = createScryptCredentials(cheap);
  const any = (password: string, hashes: readonly string[]) =>
    verifyAny(password, { hashes, turn: null });

  it('matches each hash that is of it, and none beside', async () => {
    const first = await hashOf('correct horse');
    const same = (await hash('correct horse', first)) ?? '';
    const second = (await hash('battery staple', first)) ?? '';
    expect(second.split('$')[3]).toBe(first.split('$')[3]);
    expect(same).toBe(first);
    expect(await any('correct horse', [first, second])).toEqual([first]);
    expect(await any('battery staple', [first, second])).toEqual([second]);
    expect(await any('neither', [first, second])).toEqual([]);
    expect(await any('correct horse', [])).toEqual([]);
  });

  it('is looked at with two salts, and no more', async () => {
    const hashes = [await hashOf('one'), await hashOf('two'), await hashOf('three')];
    expect(await any('two', hashes)).toEqual([hashes[1]]);
    expect(await any('three', hashes)).toEqual([]);
  });

  it('takes turns where it is slowed, and is sent away where too many wait', async () => {
    const turns = { restMs: 3_600_000, waitingMax: 0, namesMax: 10 };
    const slow = createScryptCredentials(cheap, { atOnceMax: 2, waitingMax: 32 }, turns);
    const look = (turn: string | null) => slow.verifyAny('right', { hashes: [], turn });
    expect(await look('a')).toEqual([]);
    expect(await look('a')).toBe('busy');
    expect(await look('b')).toEqual([]);
    expect(await look(null)).toEqual([]);
  });
});

it('a code is drawn from its alphabet', () => {
  const { code } = createScryptCredentials(cheap);
  expect(code({ alphabet: 'AB', length: 200 })).toMatch(/^(?=.*A)(?=.*B)[AB]{200}$/);
});
