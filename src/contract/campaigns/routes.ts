/** The place where the routes of the campaigns surface stand, one line each. */
import type { RouteTable } from '../shared/route.ts';
import { approvalChange, approveRequest, resetRequest, unapproveRequest } from './approval.ts';
import { auditPage, listAuditQuery } from './audit.ts';
import {
  campaign,
  campaignPage,
  createCampaignRequest,
  deletedCampaign,
  drainedCampaign,
  listCampaignsQuery,
  updateCampaignRequest,
} from './campaign.ts';
import { datasetRoutes } from './dataset-routes.ts';
import { foundationRoutes } from './foundation-routes.ts';
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
import { eventStream } from './progress.ts';
import { listSendsQuery, resolvedSend, resolveSendRequest, sendPage } from './send.ts';
import { stats } from './stats.ts';
import { today } from './today.ts';

export const campaignsPrefix = '/api/v1';

const anyToken = [] as const;
const read = { method: 'GET', permission: ['campaigns:read'], status: 200 } as const;
const create = { method: 'POST', permission: ['campaigns:write'], status: 201 } as const;
const edit = { method: 'PATCH', permission: ['campaigns:write'], status: 200 } as const;
const execute = { method: 'POST', permission: ['campaigns:execute'], status: 200 } as const;
const judge = {
  method: 'POST',
  permission: ['campaigns:execute', 'content:review'],
  status: 200,
} as const;

export const campaignsRoutes = {
  ...peopleRoutes,
  ...datasetRoutes,
  ...foundationRoutes,

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

  createCampaign: {
    etag: 'shown',
    ...create,
    path: '/campaigns/',
    summary: 'Create a campaign in draft',
    body: createCampaignRequest,
    bodyLimit: 'campaign',
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
  updateCampaign: {
    etag: 'checked',
    ...edit,
    path: '/campaigns/{campaign_id}',
    summary: 'Change a campaign: what is left out stays, null clears',
    body: updateCampaignRequest,
    bodyLimit: 'campaign',
    response: campaign,
  },
  deleteCampaign: {
    method: 'DELETE',
    permission: ['campaigns:delete'],
    status: 200,
    path: '/campaigns/{campaign_id}',
    summary: 'Delete a campaign that is a draft, completed or failed, with all of its leads',
    response: deletedCampaign,
  },
  duplicateCampaign: {
    etag: 'shown',
    ...create,
    path: '/campaigns/{campaign_id}/duplicate',
    summary: 'Write a campaign down once more, as a draft',
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
    response: drainedCampaign,
  },
  resumeCampaign: {
    ...execute,
    path: '/campaigns/{campaign_id}/resume',
    summary: 'Let a paused campaign go on, by its pace',
    response: campaign,
  },

  watchCampaign: {
    ...read,
    path: '/campaigns/{campaign_id}/events',
    summary: 'Progress and status of a campaign as server-sent events, for a minute at a time',
    gives: 'text/event-stream',
    response: eventStream,
  },
  getStats: {
    ...read,
    path: '/campaigns/{campaign_id}/stats',
    summary: 'The figures of a campaign: leads by status, steps and days by what came of them',
    response: stats,
  },

  cancelCampaign: {
    ...execute,
    path: '/campaigns/{campaign_id}/cancel',
    summary: 'End a campaign for good: its remaining leads are cancelled',
    effect: 'outside',
    elseStatus: 202,
    response: drainedCampaign,
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
  retryLead: {
    ...execute,
    path: '/campaigns/{campaign_id}/leads/{campaign_lead_id}/retry',
    summary: 'Try a failed lead again; a completed campaign goes on for it',
    response: campaignLead,
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
