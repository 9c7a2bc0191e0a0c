import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SealContext } from '../../ports/vault.ts';
import {
  createAesResealer,
  createAesVault,
  fixedKeys,
  type KeySource,
  keyIdOf,
} from './aes-vault.ts';

const key = Buffer.alloc(32, 7);
const otherKey = Buffer.alloc(32, 8);
const row: SealContext = { table: 'alias', column: 'secret', accountId: 'a', rowId: '1' };
const vault = createAesVault(fixedKeys(key));
const notOfThisRow = 'This secret was changed, or was sealed for another row; enter it again.';

/** As versions sealed that bound nothing: the key's id alone is authenticated. */
function sealUnbound(text: string, by: Buffer): Buffer {
  const header = Buffer.concat([Buffer.from([1]), keyIdOf(by)]);
  const nonce = randomBytes(12);
  const sealing = createCipheriv('aes-256-gcm', by, nonce).setAAD(header);
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([header, nonce, sealing.getAuthTag(), sealed]);
}

describe('the vault', () => {
  it('opens what it sealed, also after a restart with the same key', () => {
    for (const text of ['', 'päss\0wörd 😀', 'x'.repeat(10_000)]) {
      const sealed = vault.seal(text, row);
      expect(createAesVault(fixedKeys(Buffer.from(key))).open(sealed, { ...row })).toBe(text);
    }
  });

  it('never seals the same text to the same bytes twice, and shows nothing of it', () => {
    const seals = Array.from({ length: 50 }, () =>
      vault.seal('correct horse', row).toString('latin1'),
    );
    expect(new Set(seals).size).toBe(50);
    expect(seals.filter((sealed) => sealed.includes('horse'))).toEqual([]);
  });

  it('refuses, in words, what was sealed for another row', () => {
    const sealed = vault.seal('secret', row);
    const others = [
      { table: 'idempotency_key' },
      { column: 'answer' },
      { accountId: 'b' },
      { rowId: '2' },
      // The same letters, with the border elsewhere.
      { accountId: 'a","1', rowId: '' },
      { column: 'secret","a', accountId: '' },
    ];
    for (const other of others) {
      expect(() => vault.open(sealed, { ...row, ...other })).toThrow(notOfThisRow);
    }
    const id = '019CADC6-9A80-7000-8000-00000000000A';
    const upper = vault.seal('secret', { ...row, accountId: id });
    expect(vault.open(upper, { ...row, accountId: id.toLowerCase() })).toBe('secret');
  });

  it('refuses bytes of which a single bit was changed, wherever', () => {
    const sealed = vault.seal('secret', row);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => vault.open(changed, row)).toThrow(/^This secret was/);
    }
  });

  it('refuses bytes that were cut short', () => {
    const sealed = vault.seal('secret', row);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => vault.open(sealed.subarray(0, length), row)).toThrow(/^This secret was/);
    }
  });

  it('refuses what no row is bound to, whichever key sealed it', () => {
    for (const by of [key, otherKey]) {
      expect(() => vault.open(sealUnbound('secret', by), row)).toThrow(
        'This secret is not bound to its row, and nothing that is not is opened any more.',
      );
    }
  });

  it('says so when another key sealed them', () => {
    const sealed = createAesVault(fixedKeys(otherKey)).seal('secret', row);
    expect(() => vault.open(sealed, row)).toThrow(
      'This secret was sealed with a key we do not have.',
    );
  });

  it('opens what a former key sealed, and seals with the new one alone', () => {
    const old = createAesVault(fixedKeys(otherKey)).seal('secret', row);
    const rotated = createAesVault(fixedKeys(key, otherKey));
    expect(rotated.open(old, row)).toBe('secret');
    expect(vault.open(rotated.seal('secret', row), row)).toBe('secret');
  });

  it('seals with a key that came while it runs, and looks for one that it does not know', () => {
    let keys = { current: otherKey, former: [] as readonly Buffer[] };
    let onDisk = keys;
    const source: KeySource = {
      read: () => keys,
      refresh: () => {
        keys = onDisk;
      },
    };
    const running = createAesVault(source);
    const before = running.seal('secret', row);
    onDisk = { current: key, former: [otherKey] };
    expect(running.open(vault.seal('new', row), row)).toBe('new');
    onDisk = { current: key, former: [] };
    expect(vault.open(running.seal('secret', row), row)).toBe('secret');
    expect(() => running.open(before, row)).toThrow('sealed with a key we do not have');
  });

  it('takes no key that is shorter or longer than 32 bytes', () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => createAesVault(fixedKeys(Buffer.alloc(length)))).toThrow(
        'a vault key has 32 bytes',
      );
    }
  });
});

describe('sealing anew', () => {
  const source = fixedKeys(key, otherKey);
  const kindOf = (sealed: Buffer, takesUnbound: boolean) => {
    const made = createAesResealer(source, { takesUnbound }).reseal(sealed, row);
    return made.kind === 'anew' ? vault.open(made.sealed, row) : made;
  };
  const closed = { kind: 'closed', isBound: true };

  it('leaves what the current key has sealed for this row', () => {
    expect(kindOf(vault.seal('secret', row), true)).toEqual({ kind: 'kept' });
  });

  it('turns what a former key sealed, or no row was bound to, into what the current one does', () => {
    const former = createAesVault(fixedKeys(otherKey)).seal('former', row);
    expect(kindOf(former, false)).toBe('former');
    expect(kindOf(sealUnbound('unbound', key), true)).toBe('unbound');
    expect(kindOf(sealUnbound('both', otherKey), true)).toBe('both');
  });

  it('binds nothing to a row once everything is bound, nor what was sealed for another', () => {
    expect(kindOf(sealUnbound('unbound', key), false)).toEqual({ kind: 'closed', isBound: false });
    expect(kindOf(vault.seal('secret', { ...row, rowId: '2' }), true)).toEqual(closed);
    const unknown = createAesVault(fixedKeys(Buffer.alloc(32, 9))).seal('secret', row);
    expect(kindOf(unknown, true)).toEqual(closed);
    expect(kindOf(Buffer.from([7, 1, 2]), true)).toEqual(closed);
  });
});
