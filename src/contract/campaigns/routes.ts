/** The place where the routes of the campaigns surface stand, one line each. */
import type { RouteTable } from '../shared/route.ts';
import {
  alias,
  aliasPage,
  aliasVerification,
  createAliasRequest,
  listAliasesQuery,
} from './alias.ts';
import { approvalChange, approveRequest, resetRequest, unapproveRequest } from './approval.ts';
import { auditPage, listAuditQuery } from './audit.ts';
import {
  campaign,
  campaignPage,
  createCampaignRequest,
  listCampaignsQuery,
  pausedCampaign,
} from './campaign.ts';
import {
  createDatasetRequest,
  dataset,
  datasetPage,
  datasetRowPage,
  listDatasetsQuery,
  listRowsQuery,
} from './dataset.ts';
import { launched, preflightReport } from './launch.ts';
import {
  campaignLead,
  campaignLeadPage,
  leadEventPage,
  listLeadEventsQuery,
  listLeadsQuery,
  stoppedLead,
  why,
} from './lead.ts';
import { peopleRoutes } from './people-routes.ts';
import { listSendsQuery, resolvedSend, resolveSendRequest, sendPage } from './send.ts';
import {
  createSenderProfileRequest,
  listSenderProfilesQuery,
  senderProfile,
  senderProfilePage,
} from './sender-profile.ts';
import { stats } from './stats.ts';
import {
  createSuppressionRequest,
  listSuppressionsQuery,
  suppressed,
  suppressionPage,
} from './suppression.ts';
import {
  createTemplateRequest,
  listTemplatesQuery,
  template,
  templatePage,
  updateTemplateRequest,
} from './template.ts';
import { today } from './today.ts';

export const campaignsPrefix = '/api/v1';

const anyToken = [] as const;
const read = { method: 'GET', permission: ['campaigns:read'], status: 200 } as const;
const create = { method: 'POST', permission: ['campaigns:write'], status: 201 } as const;
const act = { method: 'POST', permission: ['campaigns:write'], status: 200 } as const;
const execute = { method: 'POST', permission: ['campaigns:execute'], status: 200 } as const;
const judge = {
  method: 'POST',
  permission: ['campaigns:execute', 'content:review'],
  status: 200,
} as const;
const edit = { method: 'PATCH', permission: ['campaigns:write'], status: 200 } as const;

export const campaignsRoutes = {
  ...peopleRoutes,

  listAudit: {
    ...read,
    permission: anyToken,
    right: 'audit:read',
    path: '/audit',
    summary: 'Who did what to which thing, newest first',
    query: listAuditQuery,
    response: auditPage,
  },

  getToday: {
    ...read,
    path: '/today',
    summary: 'What leaves today and when, what waits for a person, what is held and why',
    response: today,
  },

  createDataset: {
    etag: 'shown',
    ...create,
    path: '/datasets',
    summary: 'Create a dataset, with its first rows if there are any',
    body: createDatasetRequest,
    response: dataset,
  },
  listDatasets: {
    ...read,
    path: '/datasets',
    summary: 'Datasets, newest first',
    query: listDatasetsQuery,
    response: datasetPage,
  },
  getDataset: {
    etag: 'shown',
    ...read,
    path: '/datasets/{dataset_id}',
    summary: 'One dataset',
    response: dataset,
  },
  listDatasetRows: {
    ...read,
    path: '/datasets/{dataset_id}/rows',
    summary: 'The rows of a dataset, in their order',
    query: listRowsQuery,
    response: datasetRowPage,
  },

  createTemplate: {
    etag: 'shown',
    ...create,
    path: '/templates',
    summary: 'Create a template; its syntax is checked',
    body: createTemplateRequest,
    response: template,
  },
  listTemplates: {
    ...read,
    path: '/templates',
    summary: 'Templates, newest first',
    query: listTemplatesQuery,
    response: templatePage,
  },
  getTemplate: {
    etag: 'shown',
    ...read,
    path: '/templates/{template_id}',
    summary: 'One template',
    response: template,
  },
  updateTemplate: {
    etag: 'checked',
    ...edit,
    path: '/templates/{template_id}',
    summary: 'Change a template: a new text is a new version',
    body: updateTemplateRequest,
    response: template,
  },

  createSenderProfile: {
    etag: 'shown',
    ...create,
    path: '/sender-profiles',
    summary: 'Create a sender profile',
    body: createSenderProfileRequest,
    response: senderProfile,
  },
  listSenderProfiles: {
    ...read,
    path: '/sender-profiles',
    summary: 'Sender profiles, newest first',
    query: listSenderProfilesQuery,
    response: senderProfilePage,
  },
  getSenderProfile: {
    etag: 'shown',
    ...read,
    path: '/sender-profiles/{sender_profile_id}',
    summary: 'One sender profile',
    response: senderProfile,
  },

  createAlias: {
    etag: 'shown',
    ...create,
    path: '/aliases',
    summary: 'Connect a mailbox; its secrets are encrypted and never returned',
    body: createAliasRequest,
    response: alias,
  },
  listAliases: {
    ...read,
    path: '/aliases',
    summary: 'Aliases, newest first',
    query: listAliasesQuery,
    response: aliasPage,
  },
  getAlias: {
    etag: 'shown',
    ...read,
    path: '/aliases/{alias_id}',
    summary: 'One alias',
    response: alias,
  },
  verifyAlias: {
    ...act,
    path: '/aliases/{alias_id}/verify',
    summary: 'Log in to its servers for real',
    effect: 'outside',
    response: aliasVerification,
  },

  createSuppression: {
    ...create,
    path: '/suppressions',
    summary: 'Never write to an address or a domain again',
    body: createSuppressionRequest,
    response: suppressed,
  },
  listSuppressions: {
    ...read,
    path: '/suppressions',
    summary: 'Suppressions in force, newest first',
    query: listSuppressionsQuery,
    response: suppressionPage,
  },

  createCampaign: {
    etag: 'shown',
    ...create,
    path: '/campaigns/',
    summary: 'Create a campaign in draft',
    body: createCampaignRequest,
    response: campaign,
  },
  listCampaigns: {
    ...read,
    path: '/campaigns/',
    summary: 'Campaigns, newest first',
    query: listCampaignsQuery,
    response: campaignPage,
  },
  getCampaign: {
    etag: 'shown',
    ...read,
    path: '/campaigns/{campaign_id}',
    summary: 'One campaign, and what may be done to it now',
    response: campaign,
  },
  preflightCampaign: {
    ...read,
    method: 'POST',
    reads: true,
    path: '/campaigns/{campaign_id}/preflight',
    summary: 'What a launch would find now: faults that block it, warnings that do not',
    response: preflightReport,
  },
  launchCampaign: {
    ...execute,
    path: '/campaigns/{campaign_id}/launch',
    summary: 'Check a campaign and start it, at once or at its date',
    response: launched,
  },
  pauseCampaign: {
    ...execute,
    path: '/campaigns/{campaign_id}/pause',
    summary: 'Stop a campaign: once paused is answered, no hand-over can start',
    effect: 'outside',
    elseStatus: 202,
    response: pausedCampaign,
  },
  resumeCampaign: {
    ...execute,
    path: '/campaigns/{campaign_id}/resume',
    summary: 'Let a paused campaign go on, by its pace',
    response: campaign,
  },

  getStats: {
    ...read,
    path: '/campaigns/{campaign_id}/stats',
    summary: 'The figures of a campaign: leads by status, steps and days by what came of them',
    response: stats,
  },
  listCampaignLeads: {
    ...read,
    path: '/campaigns/{campaign_id}/leads',
    summary: 'The leads of a campaign, in the order of their rows',
    query: listLeadsQuery,
    response: campaignLeadPage,
  },
  getCampaignLead: {
    ...read,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}',
    summary: 'One lead of a campaign',
    response: campaignLead,
  },
  explainLead: {
    ...read,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/why',
    summary: 'Every check before the next hand-over, and when each can change',
    response: why,
  },
  listLeadEvents: {
    ...read,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/events',
    summary: 'What happened to one lead, oldest first',
    query: listLeadEventsQuery,
    response: leadEventPage,
  },
  stopLead: {
    ...execute,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/stop',
    summary: 'Stop one lead: nothing more goes out to it',
    response: stoppedLead,
  },
  approveStep: {
    ...judge,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/approve',
    summary: 'Approve exactly these words for one step of one lead',
    body: approveRequest,
    response: approvalChange,
  },
  unapproveStep: {
    ...judge,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/unapprove',
    summary: 'Take the approval of one step back',
    body: unapproveRequest,
    response: approvalChange,
  },
  resetApprovals: {
    ...judge,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/reset',
    summary: 'Take back every approval of a lead that has not gone out, or those of some steps',
    body: resetRequest,
    response: approvalChange,
  },

  listSends: {
    ...read,
    path: '/campaigns/{campaign_id}/sends',
    summary: 'The ledger: what was handed over, and what became of it',
    query: listSendsQuery,
    response: sendPage,
  },
  resolveSend: {
    ...execute,
    path: '/campaigns/{campaign_id}/sends/{send_id}/resolve',
    summary: 'Say whether an unknown hand-over was sent',
    body: resolveSendRequest,
    response: resolvedSend,
  },
} as const satisfies RouteTable;
