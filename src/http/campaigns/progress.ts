/** The place where the routes that tell how a campaign goes meet their use cases. */
import type { z } from 'zod';
import type { leadEvent } from '../../contract/campaigns/lead.ts';
import { progress } from '../../contract/campaigns/progress.ts';
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import type { stats } from '../../contract/campaigns/stats.ts';
import { formatInstant } from '../../contract/shared/instant.ts';
import type { CampaignStats, OutcomeCounts } from '../../domain/campaign/stats.ts';
import type { LeadEvent } from '../../domain/lead/lead-event.ts';
import type { CampaignView } from '../../usecases/campaign-view.ts';
import type { Deps } from '../../usecases/deps.ts';
import { findStats } from '../../usecases/find-stats.ts';
import { listLeadEvents } from '../../usecases/list-lead-events.ts';
import { type Look, watchCampaign } from '../../usecases/watch-campaign.ts';
import { answer, answerEvents, type Handlers } from '../shell/surface.ts';
import { campaignOf, leadInput, pageInput } from './input.ts';
import { presentPage } from './present.ts';

type Lines = Pick<
  Handlers<typeof campaignsRoutes>,
  'watchCampaign' | 'getStats' | 'listLeadEvents'
>;

export function ofProgress(deps: Deps): Lines {
  return {
    watchCampaign: async ({ caller, params }) => {
      const watched = await watchCampaign(deps)(caller, campaignOf(params));
      return answerEvents(watched.ok ? { ok: true, value: eventsOf(watched.value) } : watched);
    },
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

/** As the HTML standard writes them (9.2); where the line is lost, a browser asks again. */
async function* eventsOf(looks: AsyncIterable<Look>): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  for await (const look of looks) {
    switch (look.kind) {
      case 'changed':
        yield `event: progress\ndata: ${presentProgress(look.campaign)}\n\n`;
        break;
      case 'same':
        // A comment: whoever stands in between sees that the line is in use.
        yield ':\n\n';
        break;
      case 'gone':
        yield 'event: gone\ndata: {}\n\n';
        break;
    }
  }
}

function presentProgress(campaign: CampaignView): string {
  const told: z.input<typeof progress> = {
    campaign_id: campaign.id,
    status: campaign.status,
    paused_reason: campaign.pausedReason,
    launch_error: campaign.launchError,
    total_leads: campaign.totalLeads,
    processed_leads: campaign.processedLeads,
  };
  return JSON.stringify(progress.parse(told));
}
