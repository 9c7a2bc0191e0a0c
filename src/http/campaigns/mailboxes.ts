/** The place where the routes of whom mail comes from meet their use cases: account and aliases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { accountTag, aliasTag } from '../../domain/tags.ts';
import { editSettings, findSettings } from '../../usecases/account-settings.ts';
import { createAlias } from '../../usecases/create-alias.ts';
import type { Deps } from '../../usecases/deps.ts';
import { findAlias } from '../../usecases/find-alias.ts';
import { listAliases } from '../../usecases/list-aliases.ts';
import { verifyAlias } from '../../usecases/verify-alias.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerTagged, type Handlers } from '../shell/surface.ts';
import { aliasInput, pageInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentAlias, presentSettings, presentVerification } from './present-foundations.ts';

type Table = Handlers<typeof campaignsRoutes>;

const shownAlias = { present: presentAlias, tag: aliasTag };
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
  } satisfies Partial<Table>;
}
