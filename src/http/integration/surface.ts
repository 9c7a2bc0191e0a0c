/** The place where the integration surface is put together: routes, who answers, the envelope. */
import { z } from 'zod';
import { integrationPrefix, integrationRoutes } from '../../contract/integration/routes.ts';
import type { Deps } from '../../usecases/deps.ts';
import { bind, type Surface } from '../shell/surface.ts';
import { presentProblem } from './errors.ts';
import { integrationHandlers } from './routes.ts';

export function integrationSurface(deps: Deps): Surface {
  return {
    prefix: integrationPrefix,
    endpoints: bind(deps, integrationRoutes, { handlers: integrationHandlers }),
    // Its older clients send what they like.
    noQuery: z.object({}),
    takesSessions: false,
    accountOf: ({ accountGroupId }) => accountGroupId ?? null,
    presentSuccess: (data, { requestId }) => ({
      success: true,
      data,
      error: null,
      traceId: requestId,
    }),
    presentProblem,
  };
}
