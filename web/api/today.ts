/** The place where it is asked what waits, what leaves today and what is held. */

import { queryOptions } from '@tanstack/react-query';
import { getToday } from './generated/sdk.gen.ts';
import type { Today } from './generated/types.gen.ts';

export type { Today } from './generated/types.gen.ts';
export type Leaving = Today['leaves'][number];
export type Held = Today['held'][number];
export type Waits = Today['waits'];

const refreshMs = 30_000;

export function todayQuery(accountId: string) {
  return queryOptions({
    // By account: another one's numbers must not flash up after a switch.
    queryKey: ['today', accountId],
    queryFn: ({ signal }) => getToday({ signal }),
    refetchInterval: refreshMs,
    refetchOnWindowFocus: 'always',
  });
}
