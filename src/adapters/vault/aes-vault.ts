/** Seals secrets with AES-256-GCM for one row each, and opens them by the key that sealed them. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { assert } from '../../lib/assert.ts';
import { sha256 } from '../../lib/sha256.ts';
import type { Resealed, Resealer, SealContext, Vault } from '../../ports/vault.ts';

/*
 * version 2 | key id 4 | nonce 12 | tag 16 | what was sealed
 *
 * Version, key id and the place of the row are authenticated with the rest. A nonce is 96 random
 * bits: NIST SP 800-38D allows 2^32 of them for one key. Version 1 has no place in it: it was
 * written before values were bound, and is opened to be sealed anew, never to be used.
 */
const cipher = 'aes-256-gcm';
const unboundVersion = 1;
const boundVersion = 2;
const keyBytes = 32;
const keyIdBytes = 4;
const headerEnd = 1 + keyIdBytes;
const nonceBytes = 12;
const nonceEnd = headerEnd + nonceBytes;
const tagBytes = 16;
const tagEnd = nonceEnd + tagBytes;

export type VaultKeys = {
  /** Seals. */
  readonly current: Buffer;
  /** Only open what they sealed before another took their place. */
  readonly former: readonly Buffer[];
};

export type KeySource = {
  /** Asked for each value: a key may be rotated while we run. The same object while it is not. */
  readonly read: () => VaultKeys;
  /** Looks whether there are other keys by now. */
  readonly refresh: () => void;
};

export function fixedKeys(current: Buffer, ...former: readonly Buffer[]): KeySource {
  const keys = { current, former };
  return { read: () => keys, refresh: () => undefined };
}

const unknownKey = 'This secret was sealed with a key we do not have.';
const notBound = 'This secret is not bound to its row, and nothing that is not is opened any more.';
const notOfThisRow = 'This secret was changed, or was sealed for another row; enter it again.';

export function createAesVault(source: KeySource): Vault {
  const keyring = keyringOf(source);
  return {
    seal: (text, context) => {
      // What a rotation has replaced since must not seal any more.
      source.refresh();
      return sealWith(keyring().current, text, context);
    },
    open: (sealed, context) => {
      if (sealed[0] === unboundVersion) throw new Error(notBound);
      let key = keyFor(keyring(), sealed);
      if (key === undefined) {
        source.refresh();
        key = keyFor(keyring(), sealed);
      }
      if (key === undefined) throw new Error(unknownKey);
      return openWith(key, sealed, context);
    },
  };
}

/** `takesUnbound`: while a database has values from before they were bound, and only then. */
export function createAesResealer(
  source: KeySource,
  { takesUnbound }: { readonly takesUnbound: boolean },
): Resealer {
  const keyring = keyringOf(source);
  return {
    reseal: (sealed, context): Resealed => {
      const isBound = sealed[0] !== unboundVersion;
      const keys = keyring();
      const key = keyFor(keys, sealed);
      if (key === undefined || !(isBound || takesUnbound)) return { kind: 'closed', isBound };
      try {
        const text = openWith(key, sealed, context);
        if (isBound && key === keys.current) return { kind: 'kept' };
        return { kind: 'anew', sealed: sealWith(keys.current, text, context) };
      } catch {
        return { kind: 'closed', isBound };
      }
    },
  };
}

/** Names a key without giving away a bit of it. */
export function keyIdOf(key: Buffer): Buffer {
  assert(key.length === keyBytes, 'a vault key has 32 bytes');
  const hash = sha256(Buffer.concat([Buffer.from('countersign vault key\n'), key]));
  return hash.subarray(0, keyIdBytes);
}

type Key = { readonly id: Buffer; readonly bytes: Buffer };
type Keyring = { readonly current: Key; readonly all: readonly Key[] };

/** Ids are hashed once for each set of keys. */
function keyringOf(source: KeySource): () => Keyring {
  let known: VaultKeys | null = null;
  let keyring: Keyring | null = null;
  const look = (): Keyring => {
    const keys = source.read();
    if (keyring !== null && known === keys) return keyring;
    const current = keyOf(keys.current);
    keyring = { current, all: [current, ...keys.former.map(keyOf)] };
    known = keys;
    return keyring;
  };
  look();
  return look;
}

function keyOf(bytes: Buffer): Key {
  return { id: keyIdOf(bytes), bytes };
}

function keyFor({ all }: Keyring, sealed: Buffer): Key | undefined {
  const id = sealed.subarray(1, headerEnd);
  const isKnown = sealed[0] === unboundVersion || sealed[0] === boundVersion;
  return isKnown ? all.find((key) => key.id.equals(id)) : undefined;
}

function sealWith(key: Key, text: string, context: SealContext): Buffer {
  const header = Buffer.concat([Buffer.from([boundVersion]), key.id]);
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key.bytes, nonce).setAAD(authenticated(header, context));
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([header, nonce, sealing.getAuthTag(), sealed]);
}

function openWith(key: Key, sealed: Buffer, context: SealContext): string {
  try {
    const header = sealed.subarray(0, headerEnd);
    const nonce = sealed.subarray(headerEnd, nonceEnd);
    const opening = createDecipheriv(cipher, key.bytes, nonce, { authTagLength: tagBytes })
      .setAAD(header[0] === unboundVersion ? header : authenticated(header, context))
      .setAuthTag(sealed.subarray(nonceEnd, tagEnd));
    const text = Buffer.concat([opening.update(sealed.subarray(tagEnd)), opening.final()]);
    return text.toString('utf8');
  } catch {
    // Node says "Unsupported state", which helps nobody.
    throw new Error(notOfThisRow);
  }
}

/** JSON, so that no two places have one text. */
function authenticated(header: Buffer, context: SealContext): Buffer {
  const { table, column, accountId, rowId } = context;
  const place = JSON.stringify([table, column, accountId.toLowerCase(), rowId]);
  return Buffer.concat([header, Buffer.from(place)]);
}
