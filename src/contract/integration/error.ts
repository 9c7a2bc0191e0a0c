/** The place where the integration surface has its envelope, and a refusal its shape inside it. */
import { z } from 'zod';
import { failureCodes } from '../../domain/failure.ts';
import { type RequestErrorCode, requestErrors } from '../shared/error-code.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';

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

/** What is structured in a refusal; each code has some of it. */
const structured = z
  .object({
    fields: z.array(z.object({ path: z.string(), message: z.string(), type: z.string() })),
    state: z.string(),
    gate: z
      .object({
        gateId: id,
        step: z.int(),
        subject: z.string(),
        body: z.string(),
        contentHash: z.string(),
        openedAt: instant,
      })
      .meta({ description: 'What waits for a verdict now.' }),
    permission: z.string(),
    etag: z.string(),
    expected: z.string().nullable(),
    actual: z.string().nullable(),
  })
  .partial();

export const error = z
  .object({
    success: z.literal(false),
    data: z.null(),
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string(),
      details: z.string(),
      data: structured.optional(),
    }),
    traceId: z.string(),
  })
  .meta({ id: 'IntegrationError' });

export function enveloped(data: z.ZodType): z.ZodType {
  return z.object({ success: z.literal(true), data, error: z.null(), traceId: z.string() });
}
