/** The place where the campaigns surface is put together: routes, who answers, what is refused. */
import { z } from 'zod';
import { campaignsPrefix, campaignsRoutes } from '../../contract/campaigns/routes.ts';
import type { Deps } from '../../usecases/deps.ts';
import { bind, type Surface } from '../shell/surface.ts';
import { presentProblem } from './errors.ts';
import { judgeCampaign } from './judge-campaign.ts';
import { receiveImport } from './receive-import.ts';
import { campaignsHandlers } from './routes.ts';

export function campaignsSurface(deps: Deps): Surface {
  return {
    prefix: campaignsPrefix,
    endpoints: bind(deps, campaignsRoutes, {
      handlers: campaignsHandlers,
      judges: { createCampaign: judgeCampaign },
      receivers: (over) => ({ importDataset: receiveImport(over) }),
    }),
    noQuery: z.strictObject({}),
    takesSessions: true,
    // A key of several groups acts in its home here.
    accountOf: () => null,
    presentSuccess: (body) => body,
    presentProblem,
  };
}
