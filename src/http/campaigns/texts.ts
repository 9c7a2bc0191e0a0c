/** The place where the routes of templates and sender profiles meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { senderProfileTag, templateTag } from '../../domain/tags.ts';
import { createSenderProfile } from '../../usecases/create-sender-profile.ts';
import { createTemplate } from '../../usecases/create-template.ts';
import { deleteSenderProfile, deleteTemplate } from '../../usecases/delete-unused.ts';
import type { Deps } from '../../usecases/deps.ts';
import { editSenderProfile } from '../../usecases/edit-sender-profile.ts';
import { editTemplate } from '../../usecases/edit-template.ts';
import { findSenderProfile } from '../../usecases/find-sender-profile.ts';
import { findTemplate } from '../../usecases/find-template.ts';
import { listSenderProfiles } from '../../usecases/list-sender-profiles.ts';
import { listTemplateVersions } from '../../usecases/list-template-versions.ts';
import { listTemplates } from '../../usecases/list-templates.ts';
import { previewTemplate } from '../../usecases/preview-template.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerTagged, type Handlers } from '../shell/surface.ts';
import { pageInput, profileEdit, profileInput, templateInput } from './input.ts';
import { presentPage } from './present.ts';
import {
  presentPreview,
  presentSenderProfile,
  presentTemplate,
  presentTemplateVersion,
} from './present-foundations.ts';

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

    deleteTemplate: async ({ caller, params }) =>
      answer(await deleteTemplate(deps)(caller, params.template_id), ({ id }) => ({
        template_id: id,
        deleted: true as const,
      })),
    previewTemplate: async ({ caller, params, body }) =>
      answer(
        await previewTemplate(deps)(caller, {
          templateId: params.template_id,
          leadId: body.lead_id,
          data: body.data,
          aliasId: body.alias_id,
        }),
        presentPreview,
      ),
    listTemplateVersions: async ({ caller, params, query }) =>
      answer(
        await listTemplateVersions(deps)(caller, {
          ...pageInput(query),
          templateId: params.template_id,
        }),
        presentPage(presentTemplateVersion),
      ),
  } satisfies Partial<Table>;
}

export function ofProfiles(deps: Deps) {
  return {
    updateSenderProfile: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await editSenderProfile(deps)(caller, {
          ...profileEdit(body),
          senderProfileId: params.sender_profile_id,
          precondition: preconditionOf(ifMatch),
        }),
        shown.senderProfile,
      ),
    deleteSenderProfile: async ({ caller, params }) =>
      answer(await deleteSenderProfile(deps)(caller, params.sender_profile_id), ({ id }) => ({
        id,
        deleted: true as const,
      })),
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
