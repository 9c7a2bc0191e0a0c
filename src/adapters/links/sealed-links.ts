/**
 * Makes a recipient a token in a link, and a token the recipient again.
 *
 * version 1 | HMAC-SHA256 of what follows, cut to 16 | AES-256-CTR of: account 16, lead 16, address
 *
 * The HMAC signs, and is the counter's start: the synthetic IV of Rogaway and Shrimpton, which
 * needs no random numbers, so that the same mail has the same bytes. The address is inside, because
 * a link does not expire, and by the time it is followed campaign and lead may be deleted.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { assert } from '../../lib/assert.ts';
import { uuidBytes } from '../../lib/uuid.ts';
import type { Links, Recipient } from '../../ports/links.ts';

const version = 1;
const secretKeyBytes = 32;
const linkKeyBytes = 2 * secretKeyBytes;
const ivBytes = 16;
const idBytes = 16;
const ivEnd = 1 + ivBytes;
const cipher = 'aes-256-ctr';
/** An address has 254 characters of ASCII at most: that is the one spelling we write it in. */
const bodyBytesMax = 2 * idBytes + 254;
const tokenCharsMax = Math.ceil(((ivEnd + bodyBytesMax) * 4) / 3);
/** The path of every link, before its token. */
const path = '/u/';
/** Of a mail that no campaign has sent. */
const nobody = Buffer.alloc(idBytes);

/** Both keys of links in one: what is left of a secret key that opens nothing else any more. */
export function linkKeyOf(secretKey: Buffer): Buffer {
  assert(secretKey.length === secretKeyBytes, 'links are sealed with a key of 32 bytes');
  return Buffer.concat([
    derived(secretKey, 'countersign unsubscribe link signing v1'),
    derived(secretKey, 'countersign unsubscribe link hiding v1'),
  ]);
}

/** The newest first: it makes links. The others open what they have made, for ever. */
export type LinkKeys = readonly [current: Buffer, ...former: Buffer[]];

export type LinksOptions = {
  /** Asked for each link. The same object while no key has come. */
  readonly keys: () => LinkKeys;
  /** Looks whether a key has come: a link of it may arrive before we have made one. */
  readonly refresh: () => void;
  /** Scheme, host and port, without a slash at the end; asked for each link. */
  readonly origin: () => string;
};

export function createSealedLinks({ keys, refresh, origin }: LinksOptions): Links {
  return {
    unsubscribe: (recipient) => `${origin()}${path}${seal(parted(keys()[0]), recipient)}`,
    recipientOf: (token) => {
      const found = openByAny(keys(), token);
      if (found !== null) return found;
      const before = keys();
      refresh();
      return keys() === before ? null : openByAny(keys(), token);
    },
    screen: (path) => `${origin()}${path}`,
    arePublic: () => origin().startsWith('https://'),
  };
}

/** For a server that has had one key alone. */
export function fixedLinkKeys(secretKey: Buffer): Pick<LinksOptions, 'keys' | 'refresh'> {
  const keys: LinkKeys = [linkKeyOf(secretKey)];
  return { keys: () => keys, refresh: () => undefined };
}

function openByAny(keys: LinkKeys, token: string): Recipient | null {
  for (const key of keys) {
    const found = open(parted(key), token);
    if (found !== null) return found;
  }
  return null;
}

/** Two views of the same bytes: nothing is copied for each mail. */
function parted(key: Buffer): Keys {
  assert(key.length === linkKeyBytes, 'a key of links has 64 bytes');
  return { signing: key.subarray(0, secretKeyBytes), hiding: key.subarray(secretKeyBytes) };
}

type Keys = { readonly signing: Buffer; readonly hiding: Buffer };

/** RFC 5869: a key for each purpose, so that what one of them gives away helps with no other. */
function derived(secretKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', purpose, secretKeyBytes));
}

function seal(keys: Keys, { accountId, enrolmentId, email }: Recipient): string {
  const lead = enrolmentId === null ? nobody : uuidBytes(enrolmentId);
  const body = Buffer.concat([uuidBytes(accountId), lead, Buffer.from(email)]);
  assert(body.length <= bodyBytesMax, 'an address is no longer than an address may be');
  const iv = signatureOf(keys, body);
  const hidden = createCipheriv(cipher, keys.hiding, iv).update(body);
  return Buffer.concat([Buffer.from([version]), iv, hidden]).toString('base64url');
}

function open(keys: Keys, token: string): Recipient | null {
  if (token.length > tokenCharsMax || !/^[A-Za-z0-9_-]+$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes[0] !== version || bytes.length <= ivEnd + 2 * idBytes) return null;
  const iv = bytes.subarray(1, ivEnd);
  const body = createDecipheriv(cipher, keys.hiding, iv).update(bytes.subarray(ivEnd));
  if (!timingSafeEqual(iv, signatureOf(keys, body))) return null;
  const lead = body.subarray(idBytes, 2 * idBytes);
  return {
    accountId: bytesToId(body.subarray(0, idBytes)),
    enrolmentId: lead.equals(nobody) ? null : bytesToId(lead),
    email: body.subarray(2 * idBytes).toString('utf8'),
  };
}

function signatureOf({ signing }: Keys, body: Buffer): Buffer {
  return createHmac('sha256', signing).update(body).digest().subarray(0, ivBytes);
}

function bytesToId(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const ends = [8, 12, 16, 20, 32];
  return ends.map((end, index) => hex.slice(ends[index - 1] ?? 0, end)).join('-');
}
