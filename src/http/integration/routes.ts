/** The place where each route of the integration surface meets its use case. */
import type { integrationRoutes } from '../../contract/integration/routes.ts';
import { campaignTag } from '../../domain/tags.ts';
import type { Deps } from '../../usecases/deps.ts';
import { findCampaign } from '../../usecases/find-campaign.ts';
import { leadStatuses } from '../../usecases/lead-statuses.ts';
import { listAccounts } from '../../usecases/list-accounts.ts';
import { listCampaigns } from '../../usecases/list-campaigns.ts';
import { answer, answerTagged, type Handlers } from '../shell/surface.ts';
import { giveVerdict } from './give-verdict.ts';
import { presentAccounts, presentCampaign, presentLeadState, presentPage } from './present.ts';

export function integrationHandlers(deps: Deps): Handlers<typeof integrationRoutes> {
  return {
    listAccountGroups: async ({ caller }) =>
      answer(await listAccounts(deps)(caller), presentAccounts),
    listGroupCampaigns: async ({ caller, query }) =>
      answer(
        await listCampaigns(deps)(caller, {
          cursor: query.cursor ?? null,
          limit: query.limit ?? null,
          status: null,
          name: null,
        }),
        presentPage(presentCampaign),
      ),
    getGroupCampaign: async ({ caller, params }) =>
      answerTagged(await findCampaign(deps)(caller, params), {
        present: presentCampaign,
        tag: campaignTag,
      }),
    getLeadStatuses: async ({ caller, params, query }) =>
      answer(await leadStatuses(deps)(caller, { ...params, ...query }), (states) => ({
        items: states.map(presentLeadState),
      })),
    approveContent: async (call) => giveVerdict(deps, call, 'approve'),
    discardContent: async (call) => giveVerdict(deps, call, 'discard'),
  };
}
