/** The place where the routes stand of what campaigns stand on: texts, mailboxes, suppressions. */
import type { RouteTable } from '../shared/route.ts';
import { account, updateAccountRequest } from './account.ts';
import {
  alias,
  aliasPage,
  aliasVerification,
  createAliasRequest,
  listAliasesQuery,
} from './alias.ts';
import {
  createSenderProfileRequest,
  listSenderProfilesQuery,
  senderProfile,
  senderProfilePage,
} from './sender-profile.ts';
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

const read = { method: 'GET', permission: ['campaigns:read'], status: 200 } as const;
const create = { method: 'POST', permission: ['campaigns:write'], status: 201 } as const;
const act = { method: 'POST', permission: ['campaigns:write'], status: 200 } as const;
const edit = { method: 'PATCH', permission: ['campaigns:write'], status: 200 } as const;

export const foundationRoutes = {
  getAccount: {
    etag: 'shown',
    ...read,
    path: '/account',
    summary: 'What stands below every mail of the account',
    response: account,
  },
  updateAccount: {
    etag: 'checked',
    ...edit,
    path: '/account',
    summary: 'Change the postal address, the footer or the unsubscribe line',
    body: updateAccountRequest,
    response: account,
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
} as const satisfies RouteTable;
