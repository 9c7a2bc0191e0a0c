/** The place where the routes of templates and sender profiles meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { senderProfileTag, templateTag } from '../../domain/tags.ts';
import { createSenderProfile } from '../../usecases/create-sender-profile.ts';
import { createTemplate } from '../../usecases/create-template.ts';
import type { Deps } from '../../usecases/deps.ts';
import { editTemplate } from '../../usecases/edit-template.ts';
import { findSenderProfile } from '../../usecases/find-sender-profile.ts';
import { findTemplate } from '../../usecases/find-template.ts';
import { listSenderProfiles } from '../../usecases/list-sender-profiles.ts';
import { listTemplates } from '../../usecases/list-templates.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerTagged, type Handlers } from '../shell/surface.ts';
import { pageInput, profileInput, templateInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentSenderProfile, presentTemplate } from './present-foundations.ts';

type Table = Handlers<typeof campaignsRoutes>;

const shown = {
  template: { present: presentTemplate, tag: templateTag },
  senderProfile: { present: presentSenderProfile, tag: senderProfileTag },
};

export function ofTexts(deps: Deps) {
  return {
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
  } satisfies Partial<Table>;
}
