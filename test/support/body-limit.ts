/** Says how many bytes of a body a route reads at most, as the server is told. */
import type { Route } from '../../src/contract/shared/route.ts';
import { bodyBytesMax, smallBodyBytesMax } from '../../src/http/shell/limits.ts';

/** A file has a bound of its own, a gigabyte; what is sent of one here stays far below it. */
const fileBytesMax = 16 * 1024 * 1024;

export function bodyLimitOf({ body, open, takes }: Route): number {
  if (takes !== undefined) return fileBytesMax;
  return body === undefined || open === true ? smallBodyBytesMax : bodyBytesMax;
}
