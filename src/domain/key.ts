/** The place where it is said what an API key looks like, and what of it is kept. */
import { sha256 } from '../lib/sha256.ts';
import type { Permission } from './permission.ts';
import type { Instant } from './schedule/instant.ts';

export type ApiKey = {
  readonly id: string;
  /** Its home. */
  readonly accountId: string;
  readonly name: string;
  readonly keyPrefix: string;
  readonly permissions: readonly Permission[];
  /** Who made it. */
  readonly personId: string;
  /** Where it acts, its home first; of somebody's others those that the asker is a member of. */
  readonly accountIds: readonly string[];
  /** Real, like the next. */
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

/** Live ones at home in one account. */
export const keysOfAccountMax = 500;
/** Of one key. */
export const accountsOfKeyMax = 500;

export const keyMark = 'cs_live_';

/** 32 random bytes after the prefix, as 43 URL-safe characters. */
const shape = /^cs_live_[A-Za-z0-9_-]{43}$/;
/** Enough to tell keys apart in a list, too little to guess the rest by. */
const prefixLength = 17;

export function isKey(text: string): boolean {
  return shape.test(text);
}

export function keyPrefixOf(key: string): string {
  return key.slice(0, prefixLength);
}

/** No salt and no stretching: 256 random bits are not guessed, and a look-up needs one hash. */
export function keyHashOf(key: string): Buffer {
  return sha256(key);
}
