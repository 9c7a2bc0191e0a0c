/** The place where the routes of the integration surface stand, one line each. */
import type { RouteTable } from '../shared/route.ts';
import {
  accountGroups,
  groupCampaign,
  groupCampaignPage,
  listGroupCampaignsQuery,
} from './campaign.ts';
import { leadStatuses, leadStatusQuery } from './lead-status.ts';
import { verdict, verdictRequest } from './verdict.ts';

export const integrationPrefix = '/v1';

const campaigns = '/accounts/{accountGroupId}/campaigns';
const instance = `${campaigns}/{campaignId}/workflow-instances/{workflowInstanceId}` as const;

const namesContent = 'The contentHash of what was read, in double quotes, as in the body.';

const anyToken = [] as const;
const read = ['campaigns:read'] as const;
const judge = ['campaigns:execute', 'content:review'] as const;

export const integrationRoutes = {
  listAccountGroups: {
    method: 'GET',
    path: '/accounts/',
    permission: anyToken,
    summary: 'The account groups this key reaches, its home first',
    status: 200,
    response: accountGroups,
  },
  listGroupCampaigns: {
    method: 'GET',
    path: campaigns,
    permission: read,
    summary: 'The campaigns of an account group, newest first',
    query: listGroupCampaignsQuery,
    status: 200,
    response: groupCampaignPage,
  },
  getGroupCampaign: {
    method: 'GET',
    path: `${campaigns}/{campaignId}`,
    etag: 'shown',
    permission: read,
    summary: 'One campaign',
    status: 200,
    response: groupCampaign,
  },
  getLeadStatuses: {
    method: 'GET',
    path: `${campaigns}/{campaignId}/lead-status`,
    permission: read,
    summary: 'How far leads are: one row for each id asked, in the order asked',
    query: leadStatusQuery,
    status: 200,
    response: leadStatuses,
  },
  approveContent: {
    method: 'POST',
    path: `${instance}/approve`,
    permission: judge,
    summary: 'Approve what waits for a verdict; the workflow goes on',
    body: verdictRequest,
    ifMatch: namesContent,
    status: 200,
    response: verdict,
  },
  discardContent: {
    method: 'POST',
    path: `${instance}/discard`,
    permission: judge,
    summary: 'Discard what waits for a verdict; the workflow is stopped',
    body: verdictRequest,
    ifMatch: namesContent,
    status: 200,
    response: verdict,
  },
} as const satisfies RouteTable;
