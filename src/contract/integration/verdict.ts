/** The place where verdicts on waiting content have their wire shapes. */
import { z } from 'zod';
import { id, idInput } from '../shared/id.ts';
import { leadStatus } from './lead-status.ts';

/** Both are optional: whoever names what was read cannot judge something else by mistake. */
export const verdictRequest = z
  .strictObject({
    gateId: idInput.nullable().default(null),
    contentHash: z.string().min(1).max(200).nullable().default(null),
  })
  .meta({ id: 'VerdictRequest' });

export const verdict = z
  .object({
    action: z.enum(['approved', 'discarded']),
    workflowInstanceId: id,
    leadStatus,
  })
  .meta({ id: 'Verdict' });
