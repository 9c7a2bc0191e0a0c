/** The place where ids are read and written: UUIDs of any version, in lower case. */
import { z } from 'zod';
import { isUuid } from '../../lib/uuid.ts';

/** Case carries no meaning (RFC 9562 section 4); one spelling lets ids be compared as text. */
export function normaliseId(text: string): string | null {
  return isUuid(text) ? text.toLowerCase() : null;
}

/** In a request. */
export const idInput = z.guid().transform((text) => text.toLowerCase());

/** In a response. */
export const id = z.guid();
