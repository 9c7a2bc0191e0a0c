/** The place where the audit trail has its wire shape. */
import { z } from 'zod';
import { auditActions } from '../../domain/audit.ts';
import { id, idInput } from '../shared/id.ts';
import { instant, instantInput } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';

const wordLengthMax = 100;
const word = z.string().min(1).max(wordLengthMax);

export const auditEntry = z
  .object({
    audit_id: id,
    at: instant,
    actor: z.string().meta({ description: "A person's id, `key:<id>`, or `operator`." }),
    actor_name: z.string().nullable(),
    action: z.string().meta({ description: `Such as ${auditActions.join(', ')}.` }),
    target_kind: z.string(),
    target_id: id,
    request_id: z.string().nullable(),
    before_hash: z.string().nullable().meta({
      description: 'SHA-256 over canonical JSON of the thing; null where there was none.',
    }),
    after_hash: z.string().nullable(),
    changed: z.array(z.string()).meta({ description: 'The fields that differ, by their names.' }),
  })
  .meta({ id: 'AuditEntry' });

export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });

export const listAuditQuery = z.strictObject({
  ...pageQuery,
  action: word.optional(),
  actor: word.optional(),
  target_kind: word.optional(),
  target_id: idInput.optional(),
  from: instantInput.optional().meta({ description: 'The first instant that counts.' }),
  to: instantInput.optional().meta({ description: 'The first instant that does not.' }),
});

export type ListAuditQuery = z.output<typeof listAuditQuery>;
