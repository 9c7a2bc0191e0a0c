/** The place where templates have their wire shapes. */
import { z } from 'zod';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { bodyMax, subjectMax } from './approval.ts';

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
