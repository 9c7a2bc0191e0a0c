/** The place where a refusal on the campaigns surface has its wire shape and published codes. */
import { z } from 'zod';
import { failureCodes } from '../../domain/failure.ts';
import { type RequestErrorCode, requestErrors } from '../shared/error-code.ts';
import { id } from '../shared/id.ts';
import { finding } from './launch.ts';

export const errorCodes = [
  ...new Set([...failureCodes, ...(Object.keys(requestErrors) as RequestErrorCode[])]),
].sort();

/** Some codes add fields; none adds others. */
export const error = z
  .object({
    detail: z.enum(errorCodes),
    message: z.string(),
    request_id: z.string(),
    state: z.string().optional().meta({ description: 'Where the thing stands.' }),
    expected: z.string().nullable().optional(),
    actual: z.string().nullable().optional(),
    etag: z.string().optional().meta({ description: 'The tag of what is there now.' }),
    retry_after: z.int().optional().meta({ description: 'In seconds.' }),
    permission: z.string().optional().meta({ description: 'The one that was missing.' }),
    suppression_id: id.optional().meta({ description: 'The one that is in force.' }),
    campaign_ids: z.array(id).optional().meta({ description: 'Those that still need it.' }),
    approved_by: z.string().optional().meta({ description: 'Whose approval was faster.' }),
    fields: z.array(z.string()).optional().meta({ description: 'Those that are locked.' }),
    steps: z.array(z.int()).optional().meta({ description: 'Those that leads have reached.' }),
    reached: z.int().optional().meta({ description: 'The last step that a lead has reached.' }),
    errors: z.array(finding).optional().meta({ description: 'What stands against a launch.' }),
    warnings: z.array(finding).optional(),
  })
  .meta({ id: 'Error' });

export const validationError = z
  .object({
    detail: z.literal('VALIDATION_ERROR'),
    error: z.literal('Request Validation Error'),
    message: z.string(),
    details: z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.int()])),
        msg: z.string(),
        type: z.string(),
      }),
    ),
    path: z.string(),
    request_id: z.string(),
  })
  .meta({ id: 'ValidationError' });
