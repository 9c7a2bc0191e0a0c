/** The place where each route of the campaigns surface meets its use case. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { campaignTag } from '../../domain/tags.ts';
import { approveStep } from '../../usecases/approve-step.ts';
import { cancelCampaign } from '../../usecases/cancel-campaign.ts';
import { createCampaign } from '../../usecases/create-campaign.ts';
import { deleteCampaign } from '../../usecases/delete-campaign.ts';
import type { Deps } from '../../usecases/deps.ts';
import { duplicateCampaign } from '../../usecases/duplicate-campaign.ts';
import { editCampaign } from '../../usecases/edit-campaign.ts';
import { explainLead } from '../../usecases/explain-lead.ts';
import { findCampaign } from '../../usecases/find-campaign.ts';
import { findCampaignLead } from '../../usecases/find-campaign-lead.ts';
import { findToday } from '../../usecases/find-today.ts';
import { launchCampaign } from '../../usecases/launch-campaign.ts';
import { listAudit } from '../../usecases/list-audit.ts';
import { listCampaignLeads } from '../../usecases/list-campaign-leads.ts';
import { listCampaigns } from '../../usecases/list-campaigns.ts';
import { listSends } from '../../usecases/list-sends.ts';
import { pauseCampaign } from '../../usecases/pause-campaign.ts';
import { preflightCampaign } from '../../usecases/preflight-campaign.ts';
import { resolveSend } from '../../usecases/resolve-send.ts';
import { resumeCampaign } from '../../usecases/resume-campaign.ts';
import { retryLead } from '../../usecases/retry-lead.ts';
import { stopLead } from '../../usecases/stop-lead.ts';
import { resetApprovals, unapproveStep } from '../../usecases/withdraw-approvals.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerElse, answerTagged, type Handlers } from '../shell/surface.ts';
import { ofDatasets, ofImports, ofRows } from './datasets.ts';
import {
  approvalInput,
  campaignEdit,
  campaignInput,
  campaignOf,
  leadInput,
  leadsInput,
  pageInput,
} from './input.ts';
import { readOnlyFaults } from './judge-campaign.ts';
import { ofConnectedAccounts, ofMailboxes, ofSettings } from './mailboxes.ts';
import { ofAccounts, ofKeys, ofMembers } from './members.ts';
import { ofOneself, ofSignIn } from './people.ts';
import {
  presentApprovalChange,
  presentCampaign,
  presentCampaignLead,
  presentDeleted,
  presentDrained,
  presentLaunched,
  presentPage,
  presentPreflight,
  presentResolved,
  presentSend,
  presentStoppedLead,
  presentWhy,
} from './present.ts';
import { auditInput, presentAuditEntry } from './present-audit.ts';
import { presentToday } from './present-today.ts';
import { ofProgress } from './progress.ts';
import { ofSuppressions } from './suppressions.ts';
import { ofProfiles, ofTexts } from './texts.ts';

type Table = Handlers<typeof campaignsRoutes>;

export function campaignsHandlers(deps: Deps): Table {
  return {
    ...ofSignIn(deps),
    ...ofOneself(deps),
    ...ofMembers(deps),
    ...ofAccounts(deps),
    ...ofKeys(deps),
    ...ofDatasets(deps),
    ...ofRows(deps),
    ...ofImports(deps),
    ...ofSettings(deps),
    ...ofTexts(deps),
    ...ofProfiles(deps),
    ...ofMailboxes(deps),
    ...ofConnectedAccounts(deps),
    ...ofSuppressions(deps),
    ...ofCampaigns(deps),
    ...ofLifecycle(deps),
    ...ofLeads(deps),
    ...ofAudit(deps),
    ...ofProgress(deps),
  };
}

/** Things that can be edited: how each is told, and by which tag its state is known. */
const shown = {
  campaign: { present: presentCampaign, tag: campaignTag },
};

/** Some of the table's lines, typed as it wants them. */
function lines<Name extends keyof Table>(some: Pick<Table, Name>): Pick<Table, Name> {
  return some;
}

function ofAudit(deps: Deps) {
  return lines({
    listAudit: async ({ caller, query }) =>
      answer(await listAudit(deps)(caller, auditInput(query)), presentPage(presentAuditEntry)),
  });
}

function ofCampaigns(deps: Deps) {
  return lines({
    getToday: async ({ caller }) => answer(await findToday(deps)(caller), presentToday),
    createCampaign: async ({ caller, body }) =>
      answerTagged(await createCampaign(deps)(caller, campaignInput(body)), shown.campaign),
    listCampaigns: async ({ caller, query }) =>
      answer(
        await listCampaigns(deps)(caller, {
          ...pageInput(query),
          status: query.status ?? null,
          name: query.name ?? null,
        }),
        presentPage(presentCampaign),
      ),
    getCampaign: async ({ caller, params }) =>
      answerTagged(await findCampaign(deps)(caller, campaignOf(params)), shown.campaign),
    updateCampaign: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await editCampaign(deps)(caller, {
          ...campaignOf(params),
          edit: campaignEdit(body),
          refuse: (view) => readOnlyFaults(body, presentCampaign(view)),
          precondition: preconditionOf(ifMatch),
        }),
        shown.campaign,
      ),
    deleteCampaign: async ({ caller, params }) =>
      answer(await deleteCampaign(deps)(caller, campaignOf(params)), presentDeleted),
    duplicateCampaign: async ({ caller, params }) =>
      answerTagged(await duplicateCampaign(deps)(caller, campaignOf(params)), shown.campaign),
  });
}

function ofLifecycle(deps: Deps) {
  return lines({
    preflightCampaign: async ({ caller, params }) =>
      answer(await preflightCampaign(deps)(caller, campaignOf(params)), presentPreflight),
    launchCampaign: async ({ caller, params }) =>
      answer(await launchCampaign(deps)(caller, campaignOf(params)), presentLaunched),
    pauseCampaign: async ({ caller, params }) =>
      answerElse(await pauseCampaign(deps)(caller, campaignOf(params)), {
        present: presentDrained,
        isElse: ({ campaign }) => campaign.status === 'draining',
      }),
    cancelCampaign: async ({ caller, params }) =>
      answerElse(await cancelCampaign(deps)(caller, campaignOf(params)), {
        present: presentDrained,
        isElse: ({ campaign }) => campaign.status === 'draining',
      }),
    resumeCampaign: async ({ caller, params }) =>
      answer(await resumeCampaign(deps)(caller, campaignOf(params)), presentCampaign),
  });
}

function ofLeads(deps: Deps) {
  return lines({
    listCampaignLeads: async ({ caller, params, query }) =>
      answer(
        await listCampaignLeads(deps)(caller, leadsInput(params.campaign_id, query)),
        presentPage(presentCampaignLead(caller.accountId)),
      ),
    getCampaignLead: async ({ caller, params }) =>
      answer(
        await findCampaignLead(deps)(caller, leadInput(params)),
        presentCampaignLead(caller.accountId),
      ),
    explainLead: async ({ caller, params }) =>
      answer(await explainLead(deps)(caller, leadInput(params)), presentWhy),
    stopLead: async ({ caller, params }) => {
      const stopped = await stopLead(deps)(caller, leadInput(params));
      if (!stopped.ok) return stopped;
      const { inFlight } = stopped.value;
      return answer(await findCampaignLead(deps)(caller, leadInput(params)), (lead) =>
        presentStoppedLead(caller.accountId, { lead, inFlight }),
      );
    },
    retryLead: async ({ caller, params }) => {
      const retried = await retryLead(deps)(caller, leadInput(params));
      if (!retried.ok) return retried;
      const lead = await findCampaignLead(deps)(caller, retried.value);
      return answer(lead, presentCampaignLead(caller.accountId));
    },
    approveStep: async ({ caller, params, body }) =>
      answer(await approveStep(deps)(caller, approvalInput(params, body)), presentApprovalChange),
    unapproveStep: async ({ caller, params, body }) =>
      answer(
        await unapproveStep(deps)(caller, { ...leadInput(params), step: body.step_index }),
        presentApprovalChange,
      ),
    resetApprovals: async ({ caller, params, body }) =>
      answer(
        await resetApprovals(deps)(caller, { ...leadInput(params), steps: body.step_indices }),
        presentApprovalChange,
      ),
    listSends: async ({ caller, params, query }) =>
      answer(
        await listSends(deps)(caller, { ...pageInput(query), ...campaignOf(params) }),
        presentPage(presentSend),
      ),
    resolveSend: async ({ caller, params, body }) =>
      answer(
        await resolveSend(deps)(caller, {
          ...campaignOf(params),
          sendId: params.send_id,
          ...body,
        }),
        presentResolved,
      ),
  });
}
