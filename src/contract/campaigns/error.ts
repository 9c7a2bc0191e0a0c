/** The place where a refusal on the campaigns surface has its wire shape and published codes. */
import { z } from 'zod';
import { failureCodes } from '../../domain/failure.ts';
import { type RequestErrorCode, requestErrors } from '../shared/error-code.ts';

export const errorCodes = [
  ...new Set([...failureCodes, ...(Object.keys(requestErrors) as RequestErrorCode[])]),
].sort();

/** Some codes add fields: `state`, `expected`, `actual`, `retry_after`, `permission`, `errors`. */
export const error = z
  .looseObject({
    detail: z.enum(errorCodes),
    message: z.string(),
    request_id: z.string(),
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
