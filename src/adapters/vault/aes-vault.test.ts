import { describe, expect, it } from 'vitest';
import { createAesVault } from './aes-vault.ts';

const key = Buffer.alloc(32, 7);
const otherKey = Buffer.alloc(32, 8);

describe('the vault', () => {
  it('opens what it sealed, also after a restart with the same key', () => {
    for (const text of ['', 'päss\0wörd 😀', 'x'.repeat(10_000)]) {
      const sealed = createAesVault(key).seal(text);
      expect(createAesVault(Buffer.from(key)).open(sealed)).toBe(text);
    }
  });

  it('never seals the same text to the same bytes twice, and shows nothing of it', () => {
    const vault = createAesVault(key);
    const seals = Array.from({ length: 50 }, () => vault.seal('correct horse').toString('latin1'));
    expect(new Set(seals).size).toBe(50);
    expect(seals.filter((sealed) => sealed.includes('horse'))).toEqual([]);
  });

  it('refuses bytes of which a single bit was changed, wherever', () => {
    const vault = createAesVault(key);
    const sealed = vault.seal('secret');
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => vault.open(changed)).toThrow();
    }
  });

  it('refuses bytes that were cut short', () => {
    const vault = createAesVault(key);
    const sealed = vault.seal('secret');
    for (let length = 0; length < sealed.length; length++) {
      expect(() => vault.open(sealed.subarray(0, length))).toThrow();
    }
  });

  it('says so when another key sealed them', () => {
    const sealed = createAesVault(otherKey).seal('secret');
    expect(() => createAesVault(key).open(sealed)).toThrow(
      'This secret was sealed with a key we do not have.',
    );
  });

  it('opens what a former key sealed, and seals with the new one alone', () => {
    const old = createAesVault(otherKey).seal('secret');
    const vault = createAesVault(key, otherKey);
    expect(vault.open(old)).toBe('secret');
    expect(createAesVault(key).open(vault.seal('secret'))).toBe('secret');
  });

  it('takes no key that is shorter or longer than 32 bytes', () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => createAesVault(Buffer.alloc(length))).toThrow('a vault key has 32 bytes');
    }
  });
});
