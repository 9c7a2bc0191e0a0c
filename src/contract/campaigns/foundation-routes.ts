/** The place where the routes stand of what campaigns stand on: texts, mailboxes, suppressions. */
import type { RouteTable } from '../shared/route.ts';
import { account, updateAccountRequest } from './account.ts';
import {
  alias,
  aliasDeleted,
  aliasPage,
  aliasVerification,
  createAliasRequest,
  listAliasesQuery,
  pauseAliasRequest,
  testSendRequest,
  testSent,
  updateAliasRequest,
} from './alias.ts';
import {
  connectedAccount,
  connectedAccountDeleted,
  connectedAccountPage,
  createConnectedAccountRequest,
  listConnectedAccountsQuery,
  updateConnectedAccountRequest,
} from './connected-account.ts';
import {
  createSenderProfileRequest,
  listSenderProfilesQuery,
  senderProfile,
  senderProfileDeleted,
  senderProfilePage,
  updateSenderProfileRequest,
} from './sender-profile.ts';
import {
  createSuppressionRequest,
  importSuppressionsRequest,
  listSuppressionsQuery,
  releaseSuppressionRequest,
  suppressed,
  suppression,
  suppressionPage,
  suppressionsImported,
} from './suppression.ts';
import {
  createTemplateRequest,
  listTemplatesQuery,
  listTemplateVersionsQuery,
  previewTemplateRequest,
  template,
  templateDeleted,
  templatePage,
  templatePreview,
  templateVersionPage,
  updateTemplateRequest,
} from './template.ts';

const read = { method: 'GET', permission: ['campaigns:read'], status: 200 } as const;
const create = { method: 'POST', permission: ['campaigns:write'], status: 201 } as const;
const act = { method: 'POST', permission: ['campaigns:write'], status: 200 } as const;
const edit = { method: 'PATCH', permission: ['campaigns:write'], status: 200 } as const;
const remove = { method: 'DELETE', permission: ['campaigns:delete'], status: 200 } as const;

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
  deleteTemplate: {
    ...remove,
    path: '/templates/{template_id}',
    summary: 'Delete a template that no running campaign needs',
    response: templateDeleted,
  },
  previewTemplate: {
    ...read,
    method: 'POST',
    path: '/templates/{template_id}/preview',
    summary: 'A template as it would leave, for a lead or for data',
    body: previewTemplateRequest,
    reads: true,
    response: templatePreview,
  },
  listTemplateVersions: {
    ...read,
    path: '/templates/{template_id}/versions',
    summary: 'The texts a template has had, newest first',
    query: listTemplateVersionsQuery,
    response: templateVersionPage,
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
  updateSenderProfile: {
    etag: 'checked',
    ...edit,
    path: '/sender-profiles/{sender_profile_id}',
    summary: 'Change a sender profile: other sender_data is a new version',
    body: updateSenderProfileRequest,
    response: senderProfile,
  },
  deleteSenderProfile: {
    ...remove,
    path: '/sender-profiles/{sender_profile_id}',
    summary: 'Delete a sender profile that no running campaign needs',
    response: senderProfileDeleted,
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
  updateAlias: {
    etag: 'checked',
    ...edit,
    path: '/aliases/{alias_id}',
    summary: 'Change an alias: with another connection it must be verified again',
    body: updateAliasRequest,
    response: alias,
  },
  deleteAlias: {
    ...remove,
    path: '/aliases/{alias_id}',
    summary: 'Delete an alias that no running campaign needs',
    response: aliasDeleted,
  },
  pauseAlias: {
    ...act,
    path: '/aliases/{alias_id}/pause',
    summary: 'Let nothing leave from an alias until it is resumed',
    body: pauseAliasRequest,
    response: alias,
  },
  resumeAlias: {
    ...act,
    path: '/aliases/{alias_id}/resume',
    summary: 'Let mail leave from an alias again',
    response: alias,
  },
  testSend: {
    ...act,
    permission: ['campaigns:execute'],
    path: '/aliases/{alias_id}/test-send',
    summary: 'Send one mail to a member of the account, outside of every campaign',
    effect: 'outside',
    body: testSendRequest,
    response: testSent,
  },

  createConnectedAccount: {
    etag: 'shown',
    ...create,
    path: '/connected-accounts',
    summary: 'Write down an account by which a person acts elsewhere',
    body: createConnectedAccountRequest,
    response: connectedAccount,
  },
  listConnectedAccounts: {
    ...read,
    path: '/connected-accounts',
    summary: 'Connected accounts, newest first',
    query: listConnectedAccountsQuery,
    response: connectedAccountPage,
  },
  getConnectedAccount: {
    etag: 'shown',
    ...read,
    path: '/connected-accounts/{connected_account_id}',
    summary: 'One connected account',
    response: connectedAccount,
  },
  updateConnectedAccount: {
    etag: 'checked',
    ...edit,
    path: '/connected-accounts/{connected_account_id}',
    summary: 'Change a connected account',
    body: updateConnectedAccountRequest,
    response: connectedAccount,
  },
  deleteConnectedAccount: {
    ...remove,
    path: '/connected-accounts/{connected_account_id}',
    summary: 'Delete a connected account that no running campaign needs',
    response: connectedAccountDeleted,
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
    summary: 'Suppressions in force, or released, newest first',
    query: listSuppressionsQuery,
    response: suppressionPage,
  },
  importSuppressions: {
    ...act,
    path: '/suppressions/import',
    summary: 'Suppress many addresses and domains at once, each answered for itself',
    body: importSuppressionsRequest,
    response: suppressionsImported,
  },
  releaseSuppression: {
    ...act,
    path: '/suppressions/{suppression_id}/release',
    summary: 'Lift a suppression; what it has stopped stays stopped',
    body: releaseSuppressionRequest,
    response: suppression,
  },
} as const satisfies RouteTable;
