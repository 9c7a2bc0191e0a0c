/** The place where a query that comes in pages becomes what a list on a screen needs. */

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type Trouble, troubleIn } from './trouble.ts';

type Page<Item> = { readonly items: readonly Item[] };

export type Listed<Item> = {
  readonly items: readonly Item[] | undefined;
  readonly trouble: Trouble | null;
  readonly onRetry: () => void;
  readonly onMore: (() => void) | undefined;
};

export function listed<Item>(
  result: UseInfiniteQueryResult<InfiniteData<Page<Item>>>,
): Listed<Item> {
  const { data, error, hasNextPage, fetchNextPage, refetch } = result;
  return {
    items: data?.pages.flatMap(({ items }) => items),
    trouble: error === null ? null : troubleIn(error),
    onRetry: () => {
      refetch().catch(() => undefined);
    },
    onMore: hasNextPage
      ? () => {
          fetchNextPage().catch(() => undefined);
        }
      : undefined,
  };
}
