/** Says how many bytes of a body a route reads at most, as the server is told. */
import { bodyLimitOf } from '../../src/contract/shared/body-limit.ts';
import type { Route } from '../../src/contract/shared/route.ts';

/** A file has a bound of its own, a gigabyte; what is sent of one here stays far below it. */
const fileBytesMax = 16 * 1024 * 1024;

export function bodyBytesMaxOf(route: Route): number {
  return route.takes === undefined ? bodyLimitOf(route).bytesMax : fileBytesMax;
}
