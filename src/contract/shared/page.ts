/** The place where lists are cut into pages: an opaque cursor, a bounded limit. */
import { z } from 'zod';

export const pageLimitMax = 500;
const pageLimitDefault = 50;
const cursorLengthMax = 500;

export const pageQuery = {
  cursor: z.string().min(1).max(cursorLengthMax).optional(),
  limit: z.coerce.number().int().min(1).max(pageLimitMax).default(pageLimitDefault),
};

/** A page as the campaigns surface writes it. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  });
}
