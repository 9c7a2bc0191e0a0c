/** The place where secrets are sealed with AES-256-GCM, and opened by the key that sealed them. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { assert } from '../../lib/assert.ts';
import { sha256 } from '../../lib/sha256.ts';
import type { Vault } from '../../ports/vault.ts';

/*
 * version 1 | key id 4 | nonce 12 | tag 16 | what was sealed
 *
 * Version and key id are authenticated with the rest. A nonce is 96 random bits: NIST SP 800-38D
 * allows 2^32 of them for one key, and nobody has four billion mailboxes.
 */
const cipher = 'aes-256-gcm';
const version = 1;
const keyBytes = 32;
const keyIdEnd = 5;
const nonceEnd = keyIdEnd + 12;
const tagEnd = nonceEnd + 16;

/** The first key seals; the others only open what they sealed before it took their place. */
export function createAesVault(key: Buffer, ...formerKeys: readonly Buffer[]): Vault {
  const keys = [key, ...formerKeys].map((bytes) => {
    assert(bytes.length === keyBytes, 'a vault key has 32 bytes');
    return { header: headerOf(bytes), bytes };
  });
  const header = headerOf(key);

  return {
    seal: (text) => {
      const nonce = randomBytes(nonceEnd - keyIdEnd);
      const sealing = createCipheriv(cipher, key, nonce).setAAD(header);
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return Buffer.concat([header, nonce, sealing.getAuthTag(), sealed]);
    },
    open: (sealed) => {
      const sealedHeader = sealed.subarray(0, keyIdEnd);
      const known = keys.find((candidate) => candidate.header.equals(sealedHeader));
      if (known === undefined) throw new Error('This secret was sealed with a key we do not have.');
      const nonce = sealed.subarray(keyIdEnd, nonceEnd);
      const opening = createDecipheriv(cipher, known.bytes, nonce, { authTagLength: 16 })
        .setAAD(known.header)
        .setAuthTag(sealed.subarray(nonceEnd, tagEnd));
      const text = Buffer.concat([opening.update(sealed.subarray(tagEnd)), opening.final()]);
      return text.toString('utf8');
    },
  };
}

/** The id names the key without giving away a bit of it. */
function headerOf(key: Buffer): Buffer {
  const id = sha256(Buffer.concat([Buffer.from('countersign vault key\n'), key])).subarray(0, 4);
  return Buffer.concat([Buffer.from([version]), id]);
}
