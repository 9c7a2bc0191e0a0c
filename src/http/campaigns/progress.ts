/** The place where the routes that tell how a campaign goes meet their use cases. */
import type { z } from 'zod';
import type { leadEvent } from '../../contract/campaigns/lead.ts';
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import type { stats } from '../../contract/campaigns/stats.ts';
import { formatInstant } from '../../contract/shared/instant.ts';
import type { CampaignStats, OutcomeCounts } from '../../domain/campaign/stats.ts';
import type { LeadEvent } from '../../domain/lead/lead-event.ts';
import type { Deps } from '../../usecases/deps.ts';
import { findStats } from '../../usecases/find-stats.ts';
import { listLeadEvents } from '../../usecases/list-lead-events.ts';
import { answer, type Handlers } from '../shell/surface.ts';
import { campaignOf, leadInput, pageInput } from './input.ts';
import { presentPage } from './present.ts';

type Lines = Pick<Handlers<typeof campaignsRoutes>, 'getStats' | 'listLeadEvents'>;

export function ofProgress(deps: Deps): Lines {
  return {
    getStats: async ({ caller, params }) =>
      answer(await findStats(deps)(caller, campaignOf(params)), presentStats),
    listLeadEvents: async ({ caller, params, query }) =>
      answer(
        await listLeadEvents(deps)(caller, { ...pageInput(query), ...leadInput(params) }),
        presentPage(presentLeadEvent),
      ),
  };
}

function presentLeadEvent(event: LeadEvent): z.input<typeof leadEvent> {
  return {
    event_id: event.id,
    type: event.type,
    at: formatInstant(event.at),
    step: event.step,
    channel: event.channel,
    actor: event.actor,
    data: event.data,
  };
}

function presentStats({ leads, steps, days }: CampaignStats): z.input<typeof stats> {
  return {
    leads,
    steps: steps.map(({ step, planned, byVariant, ...counts }) => ({
      step,
      planned,
      ...presentCounts(counts),
      by_variant: Object.fromEntries(
        [...byVariant].map(([label, of]) => [label, presentCounts(of)]),
      ),
    })),
    by_day: days.map(({ date, accepted, refused, unknown }) => ({
      date,
      accepted,
      refused,
      unknown,
    })),
  };
}

/** Mail is not watched for opens and clicks yet: nothing of it is known, and none is counted. */
function presentCounts({ accepted, refused, unknown, replied, bounced }: OutcomeCounts) {
  return { accepted, refused, unknown, opened: 0, clicked: 0, replied, bounced };
}
