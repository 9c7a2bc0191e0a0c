/** The place where the ledger of what was handed over has its wire shapes. */
import { z } from 'zod';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { channel } from './step.ts';

const states = ['claimed', 'on_wire', 'accepted', 'refused', 'unknown', 'cancelled'] as const;
export type AttemptState = (typeof states)[number];
export type StepState = AttemptState | 'planned';

const attempt = z.object({
  attempt: z.int(),
  state: z.enum(states),
  on_wire_at: instant.nullable(),
  settled_at: instant.nullable(),
  smtp_response: z.string().nullable(),
  reason: z.string().nullable(),
});

export const send = z
  .object({
    send_id: id,
    campaign_lead_id: id,
    step: z.int(),
    channel,
    state: z.enum([...states, 'planned']),
    due_at: instant,
    retry_at: instant.nullable(),
    handed_over_at: instant.nullable(),
    on_wire_at: instant.nullable(),
    settled_at: instant.nullable(),
    alias_id: id,
    variant_label: z.string(),
    message_id: z.string().nullable(),
    smtp_response: z.string().nullable(),
    reason: z.string().nullable(),
    resolution: z.enum(['sent', 'not_sent']).nullable(),
    resolution_note: z.string().nullable(),
    resolved_by: z.string().nullable(),
    attempts: z.array(attempt),
  })
  .meta({ id: 'Send' });

export const sendPage = pageOf(send).meta({ id: 'SendPage' });
export const listSendsQuery = z.strictObject({ ...pageQuery });

export const resolvedSend = z
  .object({ send_id: id, resolution: z.enum(['sent', 'not_sent']) })
  .meta({ id: 'ResolvedSend' });

export const resolveSendRequest = z
  .strictObject({
    outcome: z.enum(['sent', 'not_sent']),
    note: z.string().max(1000).nullable().default(null),
  })
  .meta({ id: 'ResolveSendRequest' });
