/**
 * The place where it is known how each route is called well: each time on things made for that
 * one call, so that whoever owns them gets an answer and whoever does not can be told apart.
 */

import { makePasswordLink } from '../../src/usecases/reset-password.ts';
import type { Sample } from './every-route.ts';
import { bearer, emailOf, password } from './http.ts';
import { createStage, type Stage } from './stage.ts';

export type MakeSample = (stage: Stage) => Promise<Sample>;
type Samples = Readonly<Record<string, MakeSample>>;

const bare: MakeSample = async () => ({});

const ofPeople: Samples = {
  getSetup: bare,
  // Whoever sets a server up that others sign in to is told so: set-up.test.ts has one of its own.
  setUp: async () => ({
    body: { token: 'x'.repeat(43), name: 'Ada', email: 'ada@example.com', password },
  }),
  signIn: async ({ http, tenant }) => {
    await http.sessionFor(tenant);
    return { body: { email: emailOf(tenant), password } };
  },
  signOut: bare,
  getIdentity: bare,
  listSessions: bare,
  endSession: async ({ http, tenant }) => {
    const authorization = `Bearer ${await http.sessionFor(tenant)}`;
    const me = await http.send({ url: '/api/v1/auth/me', headers: { authorization } });
    return { params: { session_id: me.json<{ session_id: string }>().session_id } };
  },
  changePassword: async () => ({
    body: { current_password: password, new_password: 'another horse battery' },
  }),
  resetPassword: async ({ http, tenant }) => {
    await http.sessionFor(tenant);
    const token = await makePasswordLink(http.world.usecases)(emailOf(tenant));
    return { body: { token, password: 'another horse battery' } };
  },
  // Who has proved their address is told so: system-mail.test.ts has somebody who has not.
  sendEmailCode: bare,
  proveEmail: async () => ({ body: { code: '0123-ABCD' } }),
  switchAccount: async ({ http, tenant }) => {
    const { accountId } = await http.world.caller('Next');
    const joined = { account_id: accountId, person_id: tenant.userId, role: 'viewer' };
    const created_at = new Date(http.world.now.engine).toISOString();
    await http.world.db
      .insertInto('membership')
      .values({ ...joined, created_at })
      .execute();
    return { body: { account_id: accountId } };
  },
  lookAtInvitation: async (stage) => ({ body: { token: (await invited(stage)).token } }),
  acceptInvitation: async (stage) => ({
    body: { token: (await invited(stage)).token, name: 'Grace', password },
  }),
  joinAccount: async ({ http }) => {
    const elsewhere = await http.tenant('Elsewhere');
    return { body: { token: (await invited(createStage(http, elsewhere))).token } };
  },

  listMembers: bare,
  getMember: async ({ http, tenant }) => ({
    params: { member_id: (await http.member(tenant, 'viewer')).userId },
  }),
  changeMember: async ({ http, tenant }) => ({
    params: { member_id: (await http.member(tenant, 'viewer')).userId },
    body: { role: 'reviewer' },
  }),
  removeMember: async ({ http, tenant }) => ({
    params: { member_id: (await http.member(tenant, 'viewer')).userId },
  }),
  createInvitation: async ({ unique }) => ({
    body: { email: `${unique('grace')}@example.com`, role: 'viewer' },
  }),
  listInvitations: bare,
  withdrawInvitation: async (stage) => ({
    params: { invitation_id: `${(await invited(stage)).invitation_id}` },
  }),
  listAccounts: bare,
  createAccount: async () => ({ body: { name: 'Client' } }),
  getOwnAccount: async ({ tenant }) => ({ params: { account_id: tenant.accountId } }),
  renameAccount: async ({ tenant, unique }) => ({
    params: { account_id: tenant.accountId },
    body: { name: unique('Client') },
  }),
  createKey: async () => ({ body: { name: 'Reader', permissions: ['campaigns:read'] } }),
  listKeys: bare,
  revokeKey: async (stage) => {
    const body = { name: 'Reader', permissions: ['campaigns:read'] };
    return { params: { key_id: (await postAsPerson(stage, '/api-keys', body)).id ?? '' } };
  },
};

async function invited(stage: Stage) {
  const email = `${stage.unique('grace')}@example.com`;
  return postAsPerson(stage, '/invitations', { email, role: 'viewer' });
}

/** What keys may not make. */
async function postAsPerson({ http, tenant }: Stage, path: string, payload: object) {
  const headers = bearer(await http.sessionFor(tenant));
  const response = await http.send({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.body}`);
  return response.json<Readonly<Record<string, string>>>();
}

const ofFoundations: Samples = {
  listAudit: bare,
  getToday: bare,
  getAccount: bare,
  updateAccount: async ({ unique }) => ({ body: { footer_text: unique('Engines Ltd ') } }),
  createDataset: async ({ unique }) => ({
    body: { name: 'Autumn', rows: [{ email: `${unique('row')}@example.com`, first_name: 'Ada' }] },
  }),
  listDatasets: bare,
  getDataset: async (stage) => ({ params: { dataset_id: await stage.dataset() } }),
  listDatasetRows: async (stage) => ({ params: { dataset_id: await stage.dataset() } }),
  editDatasetRow: async (stage) => ({
    params: await row(stage),
    body: { data: { first_name: 'Augusta', company: null } },
  }),
  deleteDatasetRow: async (stage) => ({ params: await row(stage) }),
  deleteDataset: async (stage) => ({ params: { dataset_id: await stage.dataset() } }),
  exportDataset: async (stage) => ({ params: { dataset_id: await stage.dataset() } }),
  importDataset: async (stage) => ({
    params: { dataset_id: await stage.dataset() },
    file: { type: 'text/csv', text: `Email,Vorname\n${stage.unique('row')}@example.com,Ada\n` },
  }),
  getImport: async (stage) => ({ params: await imported(stage) }),
  cancelImport: async (stage) => ({ params: await importing(stage) }),
  reportImport: async (stage) => ({ params: await imported(stage) }),
  createTemplate: async () => ({ body: { name: 'Hello', subject: 'Hello', body: 'Hello.' } }),
  listTemplates: bare,
  getTemplate: async (stage) => ({ params: { template_id: await stage.template() } }),
  updateTemplate: async (stage) => ({
    params: { template_id: await stage.template() },
    body: { body: 'Goodbye.' },
  }),
  deleteTemplate: async (stage) => ({ params: { template_id: await stage.template() } }),
  previewTemplate: async (stage) => ({
    params: { template_id: await stage.template() },
    body: { data: { first_name: 'Ada' } },
  }),
  listTemplateVersions: async (stage) => ({ params: { template_id: await stage.template() } }),
  updateSenderProfile: async (stage) => ({
    params: { sender_profile_id: await stage.profile() },
    body: { sender_data: { role: 'Engineer' } },
  }),
  deleteSenderProfile: async (stage) => ({
    params: { sender_profile_id: await stage.profile() },
  }),
  createSenderProfile: async ({ unique }) => ({ body: { profile_name: unique('Me') } }),
  listSenderProfiles: bare,
  getSenderProfile: async (stage) => ({ params: { sender_profile_id: await stage.profile() } }),
  createAlias: async ({ unique }) => ({
    body: { address: `${unique('you')}@example.org`, display_name: 'You', provider: 'sandbox' },
  }),
  listAliases: bare,
  getAlias: async (stage) => ({ params: { alias_id: await stage.alias() } }),
  updateAlias: async (stage) => ({
    params: { alias_id: await stage.alias() },
    body: { signature: 'Yours, Ada' },
  }),
  deleteAlias: async (stage) => ({ params: { alias_id: await stage.alias() } }),
  pauseAlias: async (stage) => ({
    params: { alias_id: await stage.alias() },
    body: { reason: 'On holiday' },
  }),
  resumeAlias: async (stage) => {
    const alias_id = await stage.alias();
    await stage.post(`/aliases/${alias_id}/pause`, { reason: 'On holiday' });
    return { params: { alias_id } };
  },
  testSend: async (stage) => {
    await stage.http.sessionFor(stage.tenant);
    return { params: { alias_id: await stage.alias() }, body: { to: emailOf(stage.tenant) } };
  },
  createConnectedAccount: async ({ unique }) => ({ body: { name: unique('Ada') } }),
  listConnectedAccounts: bare,
  getConnectedAccount: async (stage) => ({ params: await connected(stage) }),
  updateConnectedAccount: async (stage) => ({
    params: await connected(stage),
    body: { daily_caps: { message: 10 } },
  }),
  deleteConnectedAccount: async (stage) => ({ params: await connected(stage) }),
  importSuppressions: async ({ unique }) => ({
    body: { items: [{ email: `${unique('gone')}@example.com`, reason: 'asked' }] },
  }),
  releaseSuppression: async ({ post, unique }) => {
    const email = `${unique('never')}@example.com`;
    const { suppression_id = '' } = await post('/suppressions', { email, reason: 'asked' });
    return { params: { suppression_id }, body: { reason: 'asked for it again' } };
  },
  verifyAlias: async (stage) => {
    const alias_id = await stage.alias();
    // Signing in a second time at another instant is what changes it.
    stage.http.world.now.engine += 1_000;
    return { params: { alias_id } };
  },
  createSuppression: async ({ unique }) => ({
    body: { email: `${unique('never')}@example.com`, reason: 'asked' },
  }),
  listSuppressions: bare,
};

async function row(stage: Stage) {
  const dataset_id = await stage.dataset();
  const [first] = await stage.list(`/datasets/${dataset_id}/rows`);
  return { dataset_id, lead_id: `${first?.['lead_id']}` };
}

/** Waits for a worker, and none is at work unless it is asked for. */
async function importing(stage: Stage) {
  const { http, tenant, unique } = stage;
  const url = `/api/v1/datasets/${await stage.dataset()}/import`;
  const headers = { ...bearer(tenant.key), 'content-type': 'text/csv' };
  const payload = `email\n${unique('row')}@example.com\nnobody\n`;
  const response = await http.send({ method: 'POST', url, headers, payload });
  if (response.statusCode !== 202) throw new Error(`${url} answered ${response.body}`);
  return { import_id: response.json<{ import_id: string }>().import_id };
}

async function imported(stage: Stage) {
  const params = await importing(stage);
  await stage.http.world.settle();
  return params;
}

async function connected({ post }: Stage) {
  const { connected_account_id = '' } = await post('/connected-accounts', { name: 'Ada' });
  return { connected_account_id };
}

const ofCampaigns: Samples = {
  createCampaign: async (stage) => {
    const variants = [{ label: 'A', type: 'TEMPLATE', template_id: await stage.template() }];
    const steps = [{ step: 1, variants }];
    const dataset_id = await stage.dataset();
    return { body: { name: 'Spring', dataset_id, alias_ids: [await stage.alias()], steps } };
  },
  listCampaigns: bare,
  getCampaign: async (stage) => ({ params: { campaign_id: await stage.draft() } }),
  updateCampaign: async (stage) => ({
    params: { campaign_id: await stage.draft() },
    body: { name: stage.unique('Summer') },
  }),
  deleteCampaign: async (stage) => ({ params: { campaign_id: await stage.draft() } }),
  duplicateCampaign: async (stage) => ({ params: { campaign_id: await stage.draft() } }),
  cancelCampaign: async (stage) => ({ params: { campaign_id: await stage.active() } }),
  retryLead: async (stage) => ({ params: await stage.failed() }),
  preflightCampaign: async (stage) => ({ params: { campaign_id: await stage.draft() } }),
  launchCampaign: async (stage) => ({ params: { campaign_id: await stage.draft() } }),
  pauseCampaign: async (stage) => ({ params: { campaign_id: await stage.active() } }),
  resumeCampaign: async (stage) => ({ params: { campaign_id: await stage.paused() } }),
  listCampaignLeads: async (stage) => ({ params: { campaign_id: await stage.active() } }),
  getCampaignLead: async (stage) => ({ params: await lead(stage) }),
  watchCampaign: async (stage) => ({ params: { campaign_id: await stage.active() } }),
  getStats: async (stage) => ({ params: { campaign_id: await stage.active() } }),
  listLeadEvents: async (stage) => ({ params: await lead(stage) }),
  explainLead: async (stage) => ({ params: await lead(stage) }),
  stopLead: async (stage) => ({ params: await lead(stage) }),
  approveStep: async (stage) => ({ params: await lead(stage), body: words }),
  unapproveStep: async (stage) => ({ params: await approved(stage), body: { step_index: 1 } }),
  resetApprovals: async (stage) => ({ params: await approved(stage) }),
  listSends: async (stage) => ({ params: { campaign_id: await stage.active() } }),
  resolveSend: async (stage) => ({ params: await stage.uncertain(), body: { outcome: 'sent' } }),
};

const words = { step_index: 1, variant_label: 'A', subject: 'Hello', body: 'Hello.' };

async function lead(stage: Stage) {
  const { campaign_id, campaign_lead_id } = await stage.gated();
  return { campaign_id, campaign_lead_id };
}

async function approved(stage: Stage) {
  const params = await lead(stage);
  const { campaign_id, campaign_lead_id } = params;
  await stage.post(`/campaigns/${campaign_id}/leads/${campaign_lead_id}/approve`, words);
  return params;
}

const ofGroups: Samples = {
  listAccountGroups: bare,
  listGroupCampaigns: async (stage) => ({ params: group(stage) }),
  getGroupCampaign: async (stage) => ({
    params: { ...group(stage), campaignId: await stage.draft() },
  }),
  getLeadStatuses: async (stage) => {
    const { campaign_id: campaignId, lead_id: leadIds } = await stage.gated();
    return { params: { ...group(stage), campaignId }, query: { leadIds } };
  },
  approveContent: async (stage) => ({ params: await instance(stage) }),
  discardContent: async (stage) => ({ params: await instance(stage) }),
};

function group({ tenant }: Stage) {
  return { accountGroupId: tenant.accountId };
}

async function instance(stage: Stage) {
  const { campaign_id: campaignId, workflow_instance_id: workflowInstanceId } = await stage.gated();
  return { ...group(stage), campaignId, workflowInstanceId };
}

export const samples: Samples = { ...ofPeople, ...ofFoundations, ...ofCampaigns, ...ofGroups };
