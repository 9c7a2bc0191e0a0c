/**
 * The place where what a personal step stands on is loaded: lead, draft, approval, gate and
 * versions.
 */
import type { LeadData } from '../domain/lead/lead.ts';
import type { Footer } from '../domain/send/footer.ts';
import { assert } from '../lib/assert.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type ContentRow = {
  readonly enrolment_id: string;
  readonly lead_email: string | null;
  readonly lead_data: LeadData;
  readonly gate_id: string | null;
  readonly ever_approved: boolean;
  readonly draft_pending: boolean;
  readonly draft_error: string | null;
  readonly draft_id: string | null;
  readonly draft_subject: string;
  readonly draft_body: string;
  readonly draft_hash: string;
  readonly draft_model: string | null;
  readonly draft_step_config: string;
  readonly draft_identity: string;
  readonly draft_prompt: string;
  readonly approval_id: string | null;
  readonly approval_subject: string;
  readonly approval_body: string;
  readonly approval_hash: string;
  readonly approval_alias: string;
  readonly approval_step_config: string;
  readonly approval_identity: string;
  readonly approval_prompt: string;
  readonly approval_envelope: string;
};

const contentRows = statement<ContentRow>(
  'list_content',
  `select e.id as enrolment_id, l.email as lead_email, l.data as lead_data, g.id as gate_id,
     exists (select 1 from approval h where h.enrolment_id = e.id and h.step = x.step) as
       ever_approved,
     exists (select 1 from draft q where q.enrolment_id = e.id and q.step = x.step
       and q.status in ('pending', 'running')) as draft_pending,
     case when d.status = 'failed' then d.error end as draft_error,
     case when d.status = 'completed' then d.id end as draft_id,
     d.subject as draft_subject, d.body as draft_body, d.content_hash as draft_hash, d.model as
       draft_model,
     d.step_config_fingerprint as draft_step_config, d.lead_identity_fingerprint as draft_identity,
     d.prompt_version_hash as draft_prompt,
     a.id as approval_id, a.subject as approval_subject, a.body as approval_body,
     a.content_hash as approval_hash, a.alias_id as approval_alias,
     a.step_config_fingerprint as approval_step_config, a.lead_identity_fingerprint as
       approval_identity,
     a.resolved_prompt_hash as approval_prompt, a.envelope_fingerprint as approval_envelope
   from unnest($2::uuid[], $3::int[]) x(id, step)
   join enrolment e on e.id = x.id and e.account_id = $1
   join lead l on l.id = e.lead_id
   left join gate g on g.enrolment_id = e.id and g.step = x.step and g.closed_at is null
   left join approval a on a.enrolment_id = e.id and a.step = x.step and a.withdrawn_at is null
   left join lateral (select * from draft d where d.enrolment_id = e.id and d.step = x.step
       and d.status in ('completed', 'failed') and d.batch_id is null
     order by d.created_at desc, d.id desc limit 1) d on true`,
);

export type EnrolmentStep = { readonly enrolmentId: string; readonly step: number };

export function listContent(
  db: Db,
  accountId: string,
  of: readonly EnrolmentStep[],
): Promise<ContentRow[]> {
  return contentRows(
    db,
    accountId,
    of.map((one) => one.enrolmentId),
    of.map((one) => one.step),
  );
}

export type TemplateVersionRow = { readonly id: string; readonly version: number };
export type ProfileRow = {
  readonly id: string;
  readonly version: number;
  readonly is_default: boolean;
  readonly sender_data: Readonly<Record<string, unknown>>;
};

const templateVersions = statement<TemplateVersionRow>(
  'list_template_versions',
  'select id, version from template where account_id = $1 and id = any($2::uuid[])',
);
const profiles = statement<ProfileRow>(
  'list_profiles_used',
  `select id, version, is_default, sender_data from sender_profile
    where account_id = $1 and (is_default or id = any($2::uuid[]))`,
);

export function listTemplateVersions(
  db: Db,
  accountId: string,
  ids: readonly string[],
): Promise<TemplateVersionRow[]> {
  return ids.length === 0 ? Promise.resolve([]) : templateVersions(db, accountId, ids);
}

/** Those asked for, and the default one, which a variant without a profile uses. */
export function listProfilesUsed(
  db: Db,
  accountId: string,
  ids: readonly string[],
): Promise<ProfileRow[]> {
  return profiles(db, accountId, ids);
}

const liveSuppressions = statement<{ email: string | null; domain: string | null }>(
  'list_suppressions_of',
  `select email, domain from suppression
    where account_id = $1 and released_at is null and email = any($2::text[])
    union all
   select email, domain from suppression
    where account_id = $1 and released_at is null and domain = any($3::text[])`,
);

export type SuppressedSet = {
  readonly emails: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
};

export async function findSuppressed(
  db: Db,
  accountId: string,
  of: { readonly emails: readonly string[]; readonly domains: readonly string[] },
): Promise<SuppressedSet> {
  const rows = await liveSuppressions(db, accountId, of.emails, of.domains);
  return {
    emails: new Set(rows.flatMap((row) => row.email ?? [])),
    domains: new Set(rows.flatMap((row) => row.domain ?? [])),
  };
}

type TermsRow = {
  readonly domain_daily_cap: number | null;
  readonly postal_address: string | null;
  readonly footer_text: string | null;
  readonly unsubscribe_line: string | null;
};

const termsRow = statement<TermsRow>(
  'find_account_terms',
  `select domain_daily_cap, postal_address, footer_text, unsubscribe_line
     from account where id = $1`,
);

/** What holds for every mail of an account. */
export type AccountTerms = { readonly domainDailyCap: number | null; readonly footer: Footer };

export async function findAccountTerms(db: Db, accountId: string): Promise<AccountTerms> {
  const [row] = await termsRow(db, accountId);
  assert(row !== undefined, 'whoever sends has an account');
  return {
    domainDailyCap: row.domain_daily_cap,
    footer: {
      postalAddress: row.postal_address,
      footerText: row.footer_text,
      unsubscribeLine: row.unsubscribe_line,
    },
  };
}
