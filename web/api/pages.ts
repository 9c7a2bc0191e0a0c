/** The place where a list that comes in pages is asked for, one after the other. */

type Page = { readonly next_cursor: string | null };
type Cursor = { readonly cursor?: string };

export const pageLength = 100;

export const pages = {
  initialPageParam: {} as Cursor,
  getNextPageParam: ({ next_cursor: cursor }: Page): Cursor | null =>
    cursor === null ? null : { cursor },
};
