/** The place where collections are written on the integration surface: always in `items`. */
import { z } from 'zod';

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  });
}

export function collectionOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}
