/** The place where answers are kept, asked for again, and given up. */

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sessionQuery } from './session.ts';
import { troubleIn } from './trouble.ts';

const retriesMax = 2;
/** What was asked a moment ago is not asked again by the next screen. */
const freshMs = 5_000;

export function createQueries(of: { readonly onSignedOut: () => void }): QueryClient {
  const onError = (error: Error) => {
    if (troubleIn(error).status !== 401) return;
    if (queries.getQueryData(sessionQuery.queryKey) === null) return;
    queries.setQueryData(sessionQuery.queryKey, null);
    of.onSignedOut();
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        // A refusal is an answer; only where none came, or a broken one, is it worth asking again.
        retry: (failures, error) => {
          const { status } = troubleIn(error);
          return failures < retriesMax && (status === null || status >= 502);
        },
        // The browser's guess whether there is a network is wrong for a server on this machine.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queries;
}
