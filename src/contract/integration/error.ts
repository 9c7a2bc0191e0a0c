/** The place where the integration surface has its envelope, and a refusal its shape inside it. */
import { z } from 'zod';
import { failureCodes } from '../../domain/failure.ts';
import { type RequestErrorCode, requestErrors } from '../shared/error-code.ts';

type Code = (typeof failureCodes)[number] | Exclude<RequestErrorCode, 'MALFORMED_REQUEST'>;

/** What cannot be read at all is a validation error here, as the older clients know it. */
export const errorCodes = [
  ...new Set<Code>([
    ...failureCodes,
    ...(Object.keys(requestErrors) as RequestErrorCode[]).filter(
      (code) => code !== 'MALFORMED_REQUEST',
    ),
  ]),
].sort();

export const error = z
  .object({
    success: z.literal(false),
    data: z.null(),
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string(),
      details: z.string(),
      data: z.record(z.string(), z.unknown()).optional().meta({
        description: 'What is structured: `fields`, `state`, `gate`, `permission`.',
      }),
    }),
    traceId: z.string(),
  })
  .meta({ id: 'IntegrationError' });

export function enveloped(data: z.ZodType): z.ZodType {
  return z.object({ success: z.literal(true), data, error: z.null(), traceId: z.string() });
}
