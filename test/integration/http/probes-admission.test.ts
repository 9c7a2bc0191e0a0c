import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grants, type Permission, permissions, roles } from '../../../src/domain/permission.ts';
import {
  ask,
  codeOf,
  type EveryRoute,
  everyRoute,
  isForPeople,
  named,
  nowhere,
  permissionOf,
  type Sample,
} from '../../support/every-route.ts';
import { createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

let http: HttpWorld;
let tenant: Tenant;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
});
afterAll(() => http.close());

/**
 * Said a second time, on purpose: the probes below go by the table of routes, and so would follow
 * it into a mistake.
 */
const whoMayAsk: Readonly<Record<string, string>> = {
  getSetup: 'anybody',
  setUp: 'anybody',
  signIn: 'anybody',
  signOut: 'person',
  getIdentity: 'any token',
  listSessions: 'person',
  endSession: 'person',
  changePassword: 'person',
  resetPassword: 'anybody',
  sendEmailCode: 'person',
  proveEmail: 'person',
  switchAccount: 'person',
  lookAtInvitation: 'anybody',
  acceptInvitation: 'anybody',
  joinAccount: 'person',
  listMembers: 'right members:manage',
  getMember: 'right members:manage',
  changeMember: 'right members:manage',
  removeMember: 'person',
  createInvitation: 'right members:manage',
  listInvitations: 'right members:manage',
  withdrawInvitation: 'right members:manage',
  listAccounts: 'any token',
  createAccount: 'right account:manage',
  getOwnAccount: 'any token',
  renameAccount: 'right account:manage',
  createKey: 'right keys:manage',
  listKeys: 'right keys:manage',
  revokeKey: 'right keys:manage',
  listAudit: 'right audit:read',
  getToday: 'campaigns:read',
  getAccount: 'campaigns:read',
  updateAccount: 'campaigns:write',
  createDataset: 'campaigns:write',
  listDatasets: 'campaigns:read',
  getDataset: 'campaigns:read',
  listDatasetRows: 'campaigns:read',
  editDatasetRow: 'campaigns:write',
  deleteDatasetRow: 'campaigns:delete',
  deleteDataset: 'campaigns:delete',
  exportDataset: 'campaigns:read',
  importDataset: 'campaigns:write',
  getImport: 'campaigns:read',
  cancelImport: 'campaigns:write',
  reportImport: 'campaigns:read',
  createTemplate: 'campaigns:write',
  listTemplates: 'campaigns:read',
  getTemplate: 'campaigns:read',
  updateTemplate: 'campaigns:write',
  createSenderProfile: 'campaigns:write',
  listSenderProfiles: 'campaigns:read',
  getSenderProfile: 'campaigns:read',
  updateSenderProfile: 'campaigns:write',
  deleteSenderProfile: 'campaigns:delete',
  deleteTemplate: 'campaigns:delete',
  previewTemplate: 'campaigns:read',
  listTemplateVersions: 'campaigns:read',
  updateAlias: 'campaigns:write',
  deleteAlias: 'campaigns:delete',
  pauseAlias: 'campaigns:write',
  resumeAlias: 'campaigns:write',
  testSend: 'campaigns:execute',
  createConnectedAccount: 'campaigns:write',
  listConnectedAccounts: 'campaigns:read',
  getConnectedAccount: 'campaigns:read',
  updateConnectedAccount: 'campaigns:write',
  deleteConnectedAccount: 'campaigns:delete',
  importSuppressions: 'campaigns:write',
  releaseSuppression: 'campaigns:write',
  createAlias: 'campaigns:write',
  listAliases: 'campaigns:read',
  getAlias: 'campaigns:read',
  verifyAlias: 'campaigns:write',
  createSuppression: 'campaigns:write',
  listSuppressions: 'campaigns:read',
  createCampaign: 'campaigns:write',
  listCampaigns: 'campaigns:read',
  getCampaign: 'campaigns:read',
  preflightCampaign: 'campaigns:read',
  launchCampaign: 'campaigns:execute',
  pauseCampaign: 'campaigns:execute',
  resumeCampaign: 'campaigns:execute',
  cancelCampaign: 'campaigns:execute',
  updateCampaign: 'campaigns:write',
  deleteCampaign: 'campaigns:delete',
  duplicateCampaign: 'campaigns:write',
  listCampaignLeads: 'campaigns:read',
  getCampaignLead: 'campaigns:read',
  explainLead: 'campaigns:read',
  getStats: 'campaigns:read',
  watchCampaign: 'campaigns:read',
  listLeadEvents: 'campaigns:read',
  stopLead: 'campaigns:execute',
  retryLead: 'campaigns:execute',
  approveStep: 'campaigns:execute or content:review',
  unapproveStep: 'campaigns:execute or content:review',
  resetApprovals: 'campaigns:execute or content:review',
  listSends: 'campaigns:read',
  resolveSend: 'campaigns:execute',
  listAccountGroups: 'any token',
  listGroupCampaigns: 'campaigns:read',
  getGroupCampaign: 'campaigns:read',
  getLeadStatuses: 'campaigns:read',
  approveContent: 'campaigns:execute or content:review',
  discardContent: 'campaigns:execute or content:review',
};

it('asks of whom the contract asks it', () => {
  const asked = everyRoute.map(({ name, open, right, person, permission }) => {
    if (open === true) return [name, 'anybody'];
    if (right !== undefined) return [name, `right ${right}`];
    if (person === true) return [name, 'person'];
    return [name, permission.length === 0 ? 'any token' : permission.join(' or ')];
  });
  expect(Object.fromEntries(asked)).toEqual(whoMayAsk);
});

/** Whether somebody may ask is said before what they ask for is read. */
function unread(route: EveryRoute): Sample {
  const params = { ...nowhere(route), accountGroupId: tenant.accountId };
  return { params, ...(route.method === 'GET' ? {} : { body: { nonsense: 1 } }) };
}

const closed = everyRoute.filter(({ open }) => open !== true);

describe.each(named(closed))('%s', (_, route) => {
  const refused = async (token: string | null, headers: Readonly<Record<string, string>> = {}) => {
    const answered = await ask(http, route, { sample: unread(route), token, headers });
    return [answered.statusCode, codeOf(answered)];
  };

  it('asks for a token, and takes none that is not', async () => {
    const unauthenticated = [401, 'UNAUTHENTICATED'];
    expect(await refused(null)).toEqual(unauthenticated);
    const tokens = [
      `cs_live_${'x'.repeat(43)}`,
      tenant.key.slice(0, -1),
      tenant.key.slice(0, 17),
      tenant.key.toUpperCase(),
      `${tenant.key}=`,
      'x'.repeat(513),
      "' or 1=1 --",
      'null',
      '\u00e9',
    ];
    for (const token of tokens) expect(await refused(token)).toEqual(unauthenticated);
    for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${tenant.key}`, tenant.key]) {
      expect(await refused(null, { authorization })).toEqual(unauthenticated);
    }
  });

  it('opens to exactly the permissions it names', async () => {
    const needed = route.permission;
    if (isForPeople(route)) {
      expect(needed).toEqual([]);
      const [status, code] = await refused(tenant.key);
      expect(status).toBe(403);
      expect(code).toMatch(/^(?:KEY_CANNOT_|NEEDS_A_PERSON)/);
      return;
    }
    const others = permissions.filter((permission) => !needed.includes(permission));
    const key = await http.keyFor(tenant, others);
    const answered = await ask(http, route, { sample: unread(route), token: key });
    if (needed.length === 0) return expect(answered.statusCode).not.toBe(403);
    expect([answered.statusCode, codeOf(answered)]).toEqual([403, 'MISSING_PERMISSION']);
    expect(permissionOf(answered)).toBe(needed[0]);
    for (const permission of needed) {
      const able = await http.keyFor(tenant, [permission as Permission]);
      expect((await refused(able))[0]).not.toBe(403);
    }
  });
});

describe('a key', () => {
  it('of one account opens no other', async () => {
    const other = await http.tenant('Other');
    for (const route of everyRoute.filter(({ surface }) => surface === 'integration')) {
      if (!route.template.includes('{accountGroupId}')) continue;
      const sample = { params: { ...nowhere(route), accountGroupId: other.accountId } };
      const query = route.name === 'getLeadStatuses' ? { leadIds: tenant.userId } : {};
      const answered = await ask(http, route, { sample: { ...sample, query }, token: tenant.key });
      expect([route.name, answered.statusCode]).toEqual([route.name, 404]);
    }
  });

  it('that was revoked opens nothing from then on', async () => {
    const key = await http.keyFor(tenant, permissions);
    const asked = closed.filter((route) => !isForPeople(route));
    const statuses = async () => {
      const all = asked.map(async (route) => {
        const answered = await ask(http, route, { sample: unread(route), token: key });
        return answered.statusCode;
      });
      return new Set(await Promise.all(all));
    };
    expect(await statuses()).not.toContain(401);
    await http.world.db
      .updateTable('api_key')
      .set({ revoked_at: new Date().toISOString() })
      .where('name', '=', `Key ${Number(key.slice(-6))}`)
      .execute();
    expect(await statuses()).toEqual(new Set([401]));
  });
});

describe.each(roles)('a person who is %s', (role) => {
  const { permissions: may, rights } = grants[role];
  let session: string;
  beforeAll(async () => {
    session = await http.sessionFor(await http.member(tenant, role));
  });

  it.each(named(closed.filter(({ surface }) => surface === 'campaigns')))(
    'gets as far as that with %s',
    async (_, route) => {
      const hasRight = route.right === undefined || rights.includes(route.right);
      const hasPermission =
        route.permission.length === 0 || route.permission.some((one) => may.includes(one));
      const answered = await ask(http, route, { sample: unread(route), token: session });
      if (hasRight && hasPermission) return expect(answered.statusCode).not.toBe(403);
      expect([answered.statusCode, codeOf(answered)]).toEqual([403, 'MISSING_PERMISSION']);
      expect(permissionOf(answered)).toBe(hasRight ? route.permission[0] : route.right);
    },
  );

  it('gets nothing on the surface for programs', async () => {
    for (const route of closed.filter(({ surface }) => surface === 'integration')) {
      const answered = await ask(http, route, { sample: unread(route), token: session });
      expect([route.name, answered.statusCode]).toEqual([route.name, 401]);
    }
  });
});
