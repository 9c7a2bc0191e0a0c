/** The place where the routes of whom mail comes from meet their use cases: account and aliases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { accountTag, aliasTag, connectedAccountTag } from '../../domain/tags.ts';
import { editSettings, findSettings } from '../../usecases/account-settings.ts';
import {
  createConnectedAccount,
  editConnectedAccount,
  findConnectedAccount,
  listConnectedAccounts,
} from '../../usecases/connected-accounts.ts';
import { createAlias } from '../../usecases/create-alias.ts';
import { deleteAlias, deleteConnectedAccount } from '../../usecases/delete-unused.ts';
import type { Deps } from '../../usecases/deps.ts';
import { editAlias } from '../../usecases/edit-alias.ts';
import { findAlias } from '../../usecases/find-alias.ts';
import { listAliases } from '../../usecases/list-aliases.ts';
import { pauseAlias, resumeAlias } from '../../usecases/pause-alias.ts';
import { sendTest } from '../../usecases/send-test.ts';
import { verifyAlias } from '../../usecases/verify-alias.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerTagged, type Handlers } from '../shell/surface.ts';
import { aliasEdit, aliasInput, pageInput, testInput } from './input.ts';
import { presentPage } from './present.ts';
import {
  presentAlias,
  presentConnectedAccount,
  presentSettings,
  presentTestSent,
  presentVerification,
} from './present-foundations.ts';

type Table = Handlers<typeof campaignsRoutes>;

const shownAlias = { present: presentAlias, tag: aliasTag };
const shownConnected = { present: presentConnectedAccount, tag: connectedAccountTag };
const shownSettings = { present: presentSettings, tag: accountTag };

export function ofSettings(deps: Deps) {
  return {
    getAccount: async ({ caller }) => answerTagged(await findSettings(deps)(caller), shownSettings),
    updateAccount: async ({ caller, body, ifMatch }) =>
      answerTagged(
        await editSettings(deps)(caller, {
          postalAddress: body.postal_address,
          footerText: body.footer_text,
          unsubscribeLine: body.unsubscribe_line,
          precondition: preconditionOf(ifMatch),
        }),
        shownSettings,
      ),
  } satisfies Partial<Table>;
}

export function ofMailboxes(deps: Deps) {
  return {
    createAlias: async ({ caller, body }) =>
      answerTagged(await createAlias(deps)(caller, aliasInput(body)), shownAlias),
    listAliases: async ({ caller, query }) =>
      answer(await listAliases(deps)(caller, pageInput(query)), presentPage(presentAlias)),
    getAlias: async ({ caller, params }) =>
      answerTagged(await findAlias(deps)(caller, { aliasId: params.alias_id }), shownAlias),
    verifyAlias: async ({ caller, params }) =>
      answer(await verifyAlias(deps)(caller, { aliasId: params.alias_id }), presentVerification),
    updateAlias: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await editAlias(deps)(caller, {
          ...aliasEdit(body),
          aliasId: params.alias_id,
          precondition: preconditionOf(ifMatch),
        }),
        shownAlias,
      ),
    deleteAlias: async ({ caller, params }) =>
      answer(await deleteAlias(deps)(caller, params.alias_id), ({ id }) => ({
        alias_id: id,
        deleted: true as const,
      })),
    pauseAlias: async ({ caller, params, body }) =>
      answer(await pauseAlias(deps)(caller, { aliasId: params.alias_id, ...body }), presentAlias),
    resumeAlias: async ({ caller, params }) =>
      answer(await resumeAlias(deps)(caller, { aliasId: params.alias_id }), presentAlias),
    testSend: async ({ caller, params, body }) =>
      answer(
        await sendTest(deps)(caller, { ...testInput(body), aliasId: params.alias_id }),
        presentTestSent,
      ),
  } satisfies Partial<Table>;
}

export function ofConnectedAccounts(deps: Deps) {
  return {
    createConnectedAccount: async ({ caller, body }) =>
      answerTagged(
        await createConnectedAccount(deps)(caller, {
          name: body.name,
          profileUrl: body.profile_url,
          dailyCaps: body.daily_caps,
        }),
        shownConnected,
      ),
    listConnectedAccounts: async ({ caller, query }) =>
      answer(
        await listConnectedAccounts(deps)(caller, pageInput(query)),
        presentPage(presentConnectedAccount),
      ),
    getConnectedAccount: async ({ caller, params }) =>
      answerTagged(
        await findConnectedAccount(deps)(caller, {
          connectedAccountId: params.connected_account_id,
        }),
        shownConnected,
      ),
    updateConnectedAccount: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await editConnectedAccount(deps)(caller, {
          connectedAccountId: params.connected_account_id,
          name: body.name,
          profileUrl: body.profile_url,
          dailyCaps: body.daily_caps,
          precondition: preconditionOf(ifMatch),
        }),
        shownConnected,
      ),
    deleteConnectedAccount: async ({ caller, params }) =>
      answer(await deleteConnectedAccount(deps)(caller, params.connected_account_id), ({ id }) => ({
        connected_account_id: id,
        deleted: true as const,
      })),
  } satisfies Partial<Table>;
}
