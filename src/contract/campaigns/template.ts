/** The place where templates have their wire shapes. */
import { z } from 'zod';
import { id, idInput } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { bodyMax, subjectMax } from './approval.ts';
import { leadData } from './lead-data.ts';

const formats = ['text', 'html'] as const;

const fields = {
  name: z.string().min(1).max(255),
  subject: z.string().min(1).max(subjectMax),
  body: z.string().min(1).max(bodyMax),
};

export const createTemplateRequest = z
  .strictObject({ ...fields, body_format: z.enum(formats).default('text') })
  .meta({ id: 'CreateTemplateRequest' });

export const updateTemplateRequest = z
  .strictObject({ ...fields, body_format: z.enum(formats) })
  .partial()
  .meta({ id: 'UpdateTemplateRequest' });

export const template = z
  .object({
    template_id: id,
    account_id: id,
    name: z.string(),
    version: z.int(),
    subject: z.string(),
    body: z.string(),
    body_format: z.enum(formats),
    variables: z.array(z.string()),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Template' });

export const templatePage = pageOf(template).meta({ id: 'TemplatePage' });
export const listTemplatesQuery = z.strictObject({ ...pageQuery });

export const previewTemplateRequest = z
  .strictObject({
    lead_id: idInput.optional(),
    data: leadData.optional().meta({ description: 'In the place of a lead; not beside one.' }),
    alias_id: idInput.optional().meta({ description: 'Whose signature stands below it.' }),
  })
  .meta({ id: 'PreviewTemplateRequest' });

export const templatePreview = z
  .object({
    subject: z.string(),
    body_text: z.string(),
    body_html: z.string(),
    missing: z.array(z.string()).meta({ description: 'Named, and without a value or a default.' }),
    footer: z.object({ body_text: z.string(), body_html: z.string() }).meta({
      description: 'The part of both bodies that stands below the words.',
    }),
  })
  .meta({ id: 'TemplatePreview' });

export const templateVersion = z
  .object({
    template_id: id,
    version: z.int(),
    subject: z.string(),
    body: z.string(),
    body_format: z.enum(formats),
    variables: z.array(z.string()),
    created_at: instant,
  })
  .meta({ id: 'TemplateVersion' });
export const templateVersionPage = pageOf(templateVersion).meta({ id: 'TemplateVersionPage' });
export const listTemplateVersionsQuery = z.strictObject({ ...pageQuery });

export const templateDeleted = z
  .object({ template_id: id, deleted: z.literal(true) })
  .meta({ id: 'TemplateDeleted' });
