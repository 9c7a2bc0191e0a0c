/** The place where it is said what a token is that we hand out once, and what of it is kept. */
import { sha256 } from '../../lib/sha256.ts';

/** 32 random bytes as URL-safe characters: a session's, an invitation's, the first run's. */
const shape = /^[A-Za-z0-9_-]{43}$/;

export function isToken(text: string): boolean {
  return shape.test(text);
}

/** No salt and no stretching: 256 random bits are not guessed, and a look-up needs one hash. */
export function tokenHashOf(token: string): Buffer {
  return sha256(token);
}
