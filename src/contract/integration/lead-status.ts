/** The place where it is told in seven words how far a lead is. */
import { z } from 'zod';
import { stopReasons } from '../../domain/send/ledger.ts';
import { workflowStatuses } from '../../domain/send/workflow-status.ts';
import { id } from '../shared/id.ts';
import { collectionOf } from './page.ts';

const leadIdsMax = 500;
/** Longer than any id, and short enough to be answered five hundred times. */
const leadIdLengthMax = 100;

export const leadStatusQuery = z.object({
  leadIds: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [
      ...new Set(
        [given]
          .flat()
          .flatMap((text) => text.split(','))
          .map((text) => text.trim())
          .filter((text) => text !== ''),
      ),
    ])
    .pipe(z.array(z.string().max(leadIdLengthMax)).min(1).max(leadIdsMax))
    .meta({ description: 'Comma-separated or repeated; duplicates are folded.' }),
});

export const leadStatus = z
  .object({
    leadId: z.string(),
    workflowStatus: z.enum(workflowStatuses),
    workflowInstanceId: id.nullable(),
    latestStep: z.string().nullable(),
    workflowStopReason: z.enum(stopReasons).nullable(),
    hasPendingApproval: z.boolean(),
  })
  .meta({ id: 'LeadStatus' });

export const leadStatuses = collectionOf(leadStatus).meta({ id: 'LeadStatuses' });
