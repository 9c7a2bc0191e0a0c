/** The place where each route of the campaigns surface meets its use case. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import {
  aliasTag,
  campaignTag,
  datasetTag,
  senderProfileTag,
  templateTag,
} from '../../domain/tags.ts';
import { approveStep } from '../../usecases/approve-step.ts';
import { createAlias } from '../../usecases/create-alias.ts';
import { createCampaign } from '../../usecases/create-campaign.ts';
import { createDataset } from '../../usecases/create-dataset.ts';
import { createSenderProfile } from '../../usecases/create-sender-profile.ts';
import { createTemplate } from '../../usecases/create-template.ts';
import type { Deps } from '../../usecases/deps.ts';
import { editTemplate } from '../../usecases/edit-template.ts';
import { explainLead } from '../../usecases/explain-lead.ts';
import { findAlias } from '../../usecases/find-alias.ts';
import { findCampaign } from '../../usecases/find-campaign.ts';
import { findCampaignLead } from '../../usecases/find-campaign-lead.ts';
import { findDataset } from '../../usecases/find-dataset.ts';
import { findSenderProfile } from '../../usecases/find-sender-profile.ts';
import { findTemplate } from '../../usecases/find-template.ts';
import { findToday } from '../../usecases/find-today.ts';
import { launchCampaign } from '../../usecases/launch-campaign.ts';
import { listAliases } from '../../usecases/list-aliases.ts';
import { listAudit } from '../../usecases/list-audit.ts';
import { listCampaignLeads } from '../../usecases/list-campaign-leads.ts';
import { listCampaigns } from '../../usecases/list-campaigns.ts';
import { listDatasets } from '../../usecases/list-datasets.ts';
import { listRows } from '../../usecases/list-rows.ts';
import { listSenderProfiles } from '../../usecases/list-sender-profiles.ts';
import { listSends } from '../../usecases/list-sends.ts';
import { listSuppressions } from '../../usecases/list-suppressions.ts';
import { listTemplates } from '../../usecases/list-templates.ts';
import { pauseCampaign } from '../../usecases/pause-campaign.ts';
import { preflightCampaign } from '../../usecases/preflight-campaign.ts';
import { resolveSend } from '../../usecases/resolve-send.ts';
import { resumeCampaign } from '../../usecases/resume-campaign.ts';
import { stopLead } from '../../usecases/stop-lead.ts';
import { suppress } from '../../usecases/suppress.ts';
import { verifyAlias } from '../../usecases/verify-alias.ts';
import { resetApprovals, unapproveStep } from '../../usecases/withdraw-approvals.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerElse, answerTagged, type Handlers } from '../shell/surface.ts';
import {
  aliasInput,
  approvalInput,
  campaignInput,
  campaignOf,
  leadInput,
  leadsInput,
  pageInput,
  profileInput,
  templateInput,
} from './input.ts';
import { ofAccounts, ofKeys, ofMembers } from './members.ts';
import { ofOneself, ofSignIn } from './people.ts';
import {
  presentApprovalChange,
  presentCampaign,
  presentCampaignLead,
  presentLaunched,
  presentPage,
  presentPaused,
  presentPreflight,
  presentResolved,
  presentSend,
  presentStoppedLead,
  presentWhy,
} from './present.ts';
import { auditInput, presentAuditEntry } from './present-audit.ts';
import {
  presentAlias,
  presentDataset,
  presentRow,
  presentSenderProfile,
  presentSuppressed,
  presentSuppression,
  presentTemplate,
  presentVerification,
} from './present-foundations.ts';
import { presentToday } from './present-today.ts';
import { ofProgress } from './progress.ts';

type Table = Handlers<typeof campaignsRoutes>;

export function campaignsHandlers(deps: Deps): Table {
  return {
    ...ofSignIn(deps),
    ...ofOneself(deps),
    ...ofMembers(deps),
    ...ofAccounts(deps),
    ...ofKeys(deps),
    ...ofLists(deps),
    ...ofTexts(deps),
    ...ofMailboxes(deps),
    ...ofCampaigns(deps),
    ...ofLifecycle(deps),
    ...ofLeads(deps),
    ...ofAudit(deps),
    ...ofProgress(deps),
  };
}

/** Things that can be edited: how each is told, and by which tag its state is known. */
const shown = {
  dataset: { present: presentDataset, tag: datasetTag },
  template: { present: presentTemplate, tag: templateTag },
  senderProfile: { present: presentSenderProfile, tag: senderProfileTag },
  alias: { present: presentAlias, tag: aliasTag },
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

function ofLists(deps: Deps) {
  return lines({
    createDataset: async ({ caller, body }) =>
      answerTagged(await createDataset(deps)(caller, body), shown.dataset),
    listDatasets: async ({ caller, query }) =>
      answer(await listDatasets(deps)(caller, pageInput(query)), presentPage(presentDataset)),
    getDataset: async ({ caller, params }) =>
      answerTagged(
        await findDataset(deps)(caller, { datasetId: params.dataset_id }),
        shown.dataset,
      ),
    listDatasetRows: async ({ caller, params, query }) =>
      answer(
        await listRows(deps)(caller, {
          ...pageInput(query),
          datasetId: params.dataset_id,
          q: query.q ?? null,
        }),
        presentPage(presentRow),
      ),

    createSuppression: async ({ caller, body }) =>
      answer(await suppress(deps)(caller, body), presentSuppressed),
    listSuppressions: async ({ caller, query }) =>
      answer(
        await listSuppressions(deps)(caller, pageInput(query)),
        presentPage(presentSuppression),
      ),
  });
}

function ofTexts(deps: Deps) {
  return lines({
    createTemplate: async ({ caller, body }) =>
      answerTagged(await createTemplate(deps)(caller, templateInput(body)), shown.template),
    listTemplates: async ({ caller, query }) =>
      answer(await listTemplates(deps)(caller, pageInput(query)), presentPage(presentTemplate)),
    getTemplate: async ({ caller, params }) =>
      answerTagged(
        await findTemplate(deps)(caller, { templateId: params.template_id }),
        shown.template,
      ),
    updateTemplate: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await editTemplate(deps)(caller, {
          ...templateInput(body),
          templateId: params.template_id,
          precondition: preconditionOf(ifMatch),
        }),
        shown.template,
      ),

    createSenderProfile: async ({ caller, body }) =>
      answerTagged(
        await createSenderProfile(deps)(caller, profileInput(body)),
        shown.senderProfile,
      ),
    listSenderProfiles: async ({ caller, query }) =>
      answer(
        await listSenderProfiles(deps)(caller, pageInput(query)),
        presentPage(presentSenderProfile),
      ),
    getSenderProfile: async ({ caller, params }) =>
      answerTagged(
        await findSenderProfile(deps)(caller, { senderProfileId: params.sender_profile_id }),
        shown.senderProfile,
      ),
  });
}

function ofMailboxes(deps: Deps) {
  return lines({
    createAlias: async ({ caller, body }) =>
      answerTagged(await createAlias(deps)(caller, aliasInput(body)), shown.alias),
    listAliases: async ({ caller, query }) =>
      answer(await listAliases(deps)(caller, pageInput(query)), presentPage(presentAlias)),
    getAlias: async ({ caller, params }) =>
      answerTagged(await findAlias(deps)(caller, { aliasId: params.alias_id }), shown.alias),
    verifyAlias: async ({ caller, params }) =>
      answer(await verifyAlias(deps)(caller, { aliasId: params.alias_id }), presentVerification),
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
        present: presentPaused,
        isElse: ({ inFlight }) => inFlight > 0,
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
