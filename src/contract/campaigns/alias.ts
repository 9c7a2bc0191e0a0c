/** The place where aliases, the mailboxes that campaigns are sent from, have their wire shapes. */
import { z } from 'zod';
import { id, idInput } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { bodyMax, subjectMax } from './approval.ts';
import { leadData } from './lead-data.ts';

const securities = ['none', 'starttls', 'tls'] as const;
const providers = ['smtp', 'sandbox'] as const;

const serverInput = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535),
  security: z.enum(securities),
  auth: z
    .strictObject({
      type: z.literal('password'),
      username: z.string().min(1).max(320),
      password: z.string().min(1).max(1000),
    })
    .nullable()
    .default(null),
});

export const createAliasRequest = z
  .strictObject({
    address: z.string().min(3).max(254),
    display_name: z.string().min(1).max(255),
    provider: z.enum(providers).default('smtp'),
    smtp: serverInput.nullable().default(null),
    imap: serverInput.nullable().default(null),
    daily_cap: z.int().min(1).max(100_000).default(50),
    min_gap_seconds: z.int().min(0).max(86_400).default(0),
    reply_to: z.string().min(3).max(254).nullable().default(null),
    signature: z.string().max(10_000).nullable().default(null),
  })
  .meta({ id: 'CreateAliasRequest' });
export type CreateAliasRequest = z.output<typeof createAliasRequest>;

const serverShown = z
  .object({
    host: z.string(),
    port: z.int(),
    security: z.enum(securities),
    auth: z
      .object({ type: z.literal('password'), username: z.string(), has_password: z.boolean() })
      .nullable(),
  })
  .meta({ id: 'MailServer' });

export const alias = z
  .object({
    alias_id: id,
    account_id: id,
    address: z.string(),
    display_name: z.string(),
    provider: z.enum(providers),
    smtp: serverShown.nullable(),
    imap: serverShown.nullable(),
    version: z.int(),
    daily_cap: z.int(),
    min_gap_seconds: z.int(),
    reply_to: z.string().nullable(),
    signature: z.string().nullable(),
    verified_at: instant.nullable(),
    paused_at: instant.nullable(),
    paused_reason: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Alias' });

export const aliasPage = pageOf(alias).meta({ id: 'AliasPage' });
export const listAliasesQuery = z.strictObject({ ...pageQuery });

const login = z.object({ ok: z.boolean(), error: z.string().nullable() });

export const aliasVerification = z
  .object({
    alias_id: id,
    smtp: login,
    imap: login.nullable(),
    verified_at: instant.nullable(),
  })
  .meta({ id: 'AliasVerification' });

const editedServer = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535),
  security: z.enum(securities),
  auth: z
    .strictObject({
      type: z.literal('password'),
      username: z.string().min(1).max(320),
      password: z.string().min(1).max(1000).optional().meta({
        description: 'Left out: the one that is there, for the same server and name alone.',
      }),
    })
    .nullable()
    .default(null),
});

export const updateAliasRequest = z
  .strictObject({
    address: z.string().min(3).max(254),
    display_name: z.string().min(1).max(255),
    smtp: editedServer.nullable(),
    imap: editedServer.nullable(),
    daily_cap: z.int().min(1).max(100_000),
    min_gap_seconds: z.int().min(0).max(86_400),
    reply_to: z.string().min(3).max(254).nullable(),
    signature: z.string().max(10_000).nullable(),
  })
  .partial()
  .meta({ id: 'UpdateAliasRequest' });
export type UpdateAliasRequest = z.output<typeof updateAliasRequest>;

export const pauseAliasRequest = z
  .strictObject({ reason: z.string().trim().min(1).max(255) })
  .meta({ id: 'PauseAliasRequest' });

export const aliasDeleted = z
  .object({ alias_id: id, deleted: z.literal(true) })
  .meta({ id: 'AliasDeleted' });

export const testSendRequest = z
  .strictObject({
    to: z.string().min(3).max(254).optional().meta({
      description:
        'A member who can sign in and has proved their address. Left out: whoever asks, if a person does.',
    }),
    template_id: idInput.optional(),
    lead_id: idInput.optional(),
    data: leadData.optional(),
    subject: z.string().min(1).max(subjectMax).optional(),
    body: z.string().min(1).max(bodyMax).optional(),
  })
  .meta({ id: 'TestSendRequest' });
export type TestSendRequest = z.output<typeof testSendRequest>;

export const testSent = z
  .object({
    alias_id: id,
    to: z.string(),
    outcome: z.enum(['accepted', 'refused', 'unknown']),
    smtp_response: z.string(),
    message_id: z.string(),
  })
  .meta({ id: 'TestSent' });
