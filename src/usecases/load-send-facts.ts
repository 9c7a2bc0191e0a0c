/**
 * The place where an account's due campaigns and ready leads become the facts the fold decides
 * by.
 */

import type { MailboxRow } from '../db/aliases.ts';
import { findEverFast, findMailboxes } from '../db/aliases.ts';
import type { DueCampaign, ReadyLead } from '../db/claim.ts';
import { countHandOvers } from '../db/claim.ts';
import type { ContentRow, SuppressedSet } from '../db/content.ts';
import {
  findAccountTerms,
  findSuppressed,
  listContent,
  listProfilesUsed,
  listTemplateVersions,
} from '../db/content.ts';
import type { Db } from '../db/database.ts';
import { listMailboxPaces, listUse } from '../db/pace.ts';
import { envelopeFingerprint } from '../domain/approval/fingerprints.ts';
import { stepOf, variantOf } from '../domain/campaign/campaign.ts';
import type { Instant } from '../domain/schedule/instant.ts';
import type { CampaignPace, Pacing } from '../domain/schedule/pacing.ts';
import { needsRecount } from '../domain/schedule/pacing.ts';
import { oldestRelevantBucket } from '../domain/schedule/rolling-cap.ts';
import type { WindowTable } from '../domain/schedule/window.ts';
import type { Alias } from '../domain/send/alias.ts';
import { isHarmless } from '../domain/send/alias.ts';
import { contentAnswer } from '../domain/send/content.ts';
import type { Candidate, FoldCampaign, FoldInput } from '../domain/send/fold.ts';
import type { Footer } from '../domain/send/footer.ts';
import type { SendState } from '../domain/send/ledger.ts';
import type { MailboxFacts } from '../domain/send/mailbox-choice.ts';
import type { Footing, StepAtHand } from './content-facts.ts';
import { contentFacts, footingOf } from './content-facts.ts';

/** A lead as the claim found it; `why` adds what the ledger says of its step. */
export type LeadAtHand = ReadyLead & { readonly ledger?: SendState };

export type LoadInput = {
  readonly accountId: string;
  readonly now: Instant;
  readonly windows: WindowTable;
  readonly campaigns: readonly DueCampaign[];
  readonly leads: readonly LeadAtHand[];
  /** Whether strangers can follow the links of our mail; without, none leaves for them. */
  readonly linksArePublic: boolean;
};

export type SendFactsLoaded = Pick<
  FoldInput,
  'campaigns' | 'candidatesByCampaign' | 'mailboxesById' | 'domainDailyCap' | 'domainUse'
> & { readonly stepsAtHand: ReadonlyMap<string, StepAtHand>; readonly footing: Footing };

export async function loadSendFacts(tx: Db, input: LoadInput): Promise<SendFactsLoaded> {
  const { accountId, now, campaigns, leads } = input;
  const stepsAtHand = atHand(campaigns, leads);

  const personal = leads.filter(
    (lead) => lead.approved || stepsAtHand.get(lead.id)?.variant.type === 'PERSONALIZATION',
  );
  const footing = await loadFooting(tx, accountId, {
    steps: [...stepsAtHand.values()],
    withProfiles: personal.length > 0,
  });
  const contents = await loadContents(tx, accountId, personal);
  const { domainDailyCap, footer } = await findAccountTerms(tx, accountId);
  const { mailboxesById, rows } = await loadMailboxes(tx, input);
  const envelopesFor = envelopesOf(rows, footer);
  const suppressed = await findSuppressed(tx, accountId, {
    emails: [...new Set(leads.map((lead) => lead.email))],
    domains: [...new Set(leads.map((lead) => lead.domain))],
  });
  const candidatesByCampaign = new Map<string, Candidate[]>();
  for (const lead of leads) {
    const step = stepsAtHand.get(lead.id) ?? null;
    const envelopes =
      step === null ? new Map<string, string>() : envelopesFor(step.step.trackClicks);
    const facts = contentFacts(footing, step, { row: contents.get(lead.id), envelopes });
    const answer = contentAnswer(facts);
    const pinned =
      answer.ready && answer.approval !== null ? answer.approval.aliasId : lead.alias_id;
    const candidate = candidateOf(lead, { content: answer, pinned, suppressed });
    const list = candidatesByCampaign.get(lead.campaign_id) ?? [];
    candidatesByCampaign.set(lead.campaign_id, list);
    list.push(candidate);
  }
  const domainUse =
    domainDailyCap === null
      ? new Map()
      : await listUse(tx, {
          accountId,
          kind: 'domain',
          keys: [...new Set(leads.map((lead) => lead.domain))],
          since: oldestRelevantBucket(now),
        });
  return {
    campaigns: await loadCampaigns(tx, input),
    candidatesByCampaign,
    mailboxesById,
    domainDailyCap,
    domainUse,
    stepsAtHand,
    footing,
  };
}

function atHand(
  campaigns: readonly DueCampaign[],
  leads: readonly LeadAtHand[],
): ReadonlyMap<string, StepAtHand> {
  const campaignsById = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  const byLead = new Map<string, StepAtHand>();
  for (const lead of leads) {
    const campaign = campaignsById.get(lead.campaign_id);
    const step = campaign === undefined ? null : stepOf(campaign, lead.step);
    const variant = step === null ? null : variantOf(step, lead.variants[String(lead.step)]);
    if (campaign === undefined || step === null || variant === null) continue;
    const { system_prompt, approval_mode } = campaign;
    byLead.set(lead.id, {
      campaign: { systemPrompt: system_prompt, approvalMode: approval_mode },
      step,
      variant,
    });
  }
  return byLead;
}

/** What steps stand on: the versions of their templates and profiles as they are now. */
export async function loadFooting(
  tx: Db,
  accountId: string,
  {
    steps,
    withProfiles,
  }: { readonly steps: readonly StepAtHand[]; readonly withProfiles: boolean },
): Promise<Footing> {
  const templateIds = new Set(steps.flatMap(({ variant }) => variant.templateId ?? []));
  const profileIds = new Set(steps.flatMap(({ variant }) => variant.senderProfileId ?? []));
  return footingOf(
    await listTemplateVersions(tx, accountId, [...templateIds]),
    withProfiles ? await listProfilesUsed(tx, accountId, [...profileIds]) : [],
  );
}

async function loadContents(
  tx: Db,
  accountId: string,
  leads: readonly LeadAtHand[],
): Promise<ReadonlyMap<string, ContentRow>> {
  if (leads.length === 0) return new Map();
  const steps = leads.map((lead) => ({ enrolmentId: lead.id, step: lead.step }));
  const rows = await listContent(tx, accountId, steps);
  return new Map(rows.map((row) => [row.enrolment_id, row]));
}

export async function loadMailboxes(
  tx: Db,
  input: Pick<LoadInput, 'accountId' | 'now' | 'campaigns' | 'leads' | 'linksArePublic'>,
) {
  const ids = new Set(input.campaigns.flatMap((campaign) => campaign.alias_ids ?? []));
  for (const lead of input.leads) if (lead.alias_id !== null) ids.add(lead.alias_id);
  return loadMailboxFacts(tx, { ...input, aliasIds: [...ids] });
}

/** What each of these mailboxes may send now, by its cap, its gap and what a person said. */
export async function loadMailboxFacts(
  tx: Db,
  input: Pick<LoadInput, 'accountId' | 'now' | 'linksArePublic'> & {
    readonly aliasIds: readonly string[];
  },
) {
  const { accountId, now } = input;
  const rows = await findMailboxes(tx, accountId, input.aliasIds);
  const known = rows.map(({ alias }) => alias.id);
  const freeAt = await listMailboxPaces(tx, accountId, known);
  const since = oldestRelevantBucket(now);
  const use = await listUse(tx, { accountId, kind: 'alias', keys: known, since });
  const everFast = await findEverFast(tx);
  const mailboxesById = new Map<string, MailboxFacts>(
    rows.map(({ alias }) => [
      alias.id,
      mailboxFacts(alias, {
        freeAt: freeAt.get(alias.id) ?? 0,
        use: use.get(alias.id) ?? new Map(),
        forbidden: isHarmless(alias) ? null : forbiddenBecause(everFast, input.linksArePublic),
      }),
    ]),
  );
  return { mailboxesById, rows };
}

function mailboxFacts(
  alias: Alias,
  of: Pick<MailboxFacts, 'freeAt' | 'use' | 'forbidden'>,
): MailboxFacts {
  return {
    aliasId: alias.id,
    address: alias.address,
    verified: alias.verifiedAt !== null,
    pausedReason: alias.pausedAt === null ? null : (alias.pausedReason ?? 'paused by a person'),
    forbidden: of.forbidden,
    dailyCap: alias.dailyCap,
    minGapMs: alias.minGapSeconds * 1000,
    freeAt: of.freeAt,
    use: of.use,
  };
}

/** Of a mailbox that writes to the world; null: it may. */
function forbiddenBecause(everFast: boolean, linksArePublic: boolean): string | null {
  if (everFast) {
    return 'This engine has run on a fast clock: it may only use sandbox or loopback mailboxes.';
  }
  if (linksArePublic) return null;
  return 'Its recipients could not unsubscribe: set COUNTERSIGN_PUBLIC_URL to a public https address.';
}

/** Envelope fingerprints by alias, for a step that tracks clicks or does not. */
function envelopesOf(rows: readonly MailboxRow[], footer: Footer) {
  const made = new Map<boolean, ReadonlyMap<string, string>>();
  return (trackClicks: boolean): ReadonlyMap<string, string> => {
    const known = made.get(trackClicks);
    if (known !== undefined) return known;
    const byAlias = new Map(
      rows.map(({ alias }) => [alias.id, envelopeOf({ alias, footer }, trackClicks)]),
    );
    made.set(trackClicks, byAlias);
    return byAlias;
  };
}

/** What surrounds the words of a mail: what its mailbox adds, and what its account does. */
export type Surroundings = { readonly alias: Alias; readonly footer: Footer };

export function envelopeOf({ alias, footer }: Surroundings, trackClicks: boolean): string {
  const { id, address, displayName, replyTo, signature } = alias;
  return envelopeFingerprint({
    aliasId: id,
    address,
    displayName,
    replyTo,
    signature,
    footer,
    trackClicks,
  });
}

function candidateOf(
  lead: LeadAtHand,
  of: {
    readonly content: Candidate['content'];
    readonly pinned: string | null;
    readonly suppressed: SuppressedSet;
  },
): Candidate {
  const byEmail = of.suppressed.emails.has(lead.email) ? 'email' : null;
  return {
    enrolmentId: lead.id,
    step: lead.step,
    epoch: lead.next_epoch,
    priority: lead.class,
    status: lead.status,
    stopReason: lead.stop_reason,
    domain: lead.domain,
    suppressedBy: byEmail ?? (of.suppressed.domains.has(lead.domain) ? 'domain' : null),
    dueAt: lead.due_at,
    readyAt: lead.ready_at,
    tries: lead.tries,
    pinnedAlias: of.pinned,
    timezone: lead.timezone,
    ledger: lead.ledger ?? null,
    content: of.content,
  };
}

type PaceInput = Pick<LoadInput, 'now' | 'windows' | 'campaigns'>;

export async function loadCampaigns(tx: Db, input: PaceInput): Promise<readonly FoldCampaign[]> {
  const loaded: FoldCampaign[] = [];
  for (const row of input.campaigns) {
    const pacing = pacingOfRow(row);
    const pace = await loadPace(tx, input, { row, pacing });
    loaded.push({
      id: row.id,
      status: row.status,
      pausedReason: row.paused_reason,
      pacing,
      pace,
      lastAt: row.last_at,
      aliasIds: row.alias_ids ?? [],
      leadZones: row.use_lead_timezone,
    });
  }
  return loaded;
}

/**
 * The interval is counted from the latest hand-over with today's setting: tightening it counts at
 * once.
 */
async function loadPace(
  tx: Db,
  input: PaceInput,
  of: { readonly row: DueCampaign; readonly pacing: Pacing },
): Promise<CampaignPace> {
  const { row, pacing } = of;
  const { day_start: start, day_end: end } = row;
  const pace: CampaignPace = {
    freeAt: row.last_at === null ? 0 : row.last_at + pacing.minIntervalMs,
    day: start === null || end === null ? null : { start, end },
    dayCount: row.day_count,
  };
  if (!needsRecount(input.windows, { pacing, pace }, input.now)) return pace;
  const day = input.windows.localDay(pacing.rule.timezone, input.now);
  const counted = await countHandOvers(tx, { campaignId: row.id, ...day });
  return { ...pace, day, dayCount: counted.count };
}

function pacingOfRow(row: DueCampaign): Pacing {
  return {
    rule: {
      timezone: row.timezone,
      sendDays: row.send_days,
      windowStart: row.sending_window_start,
      windowEnd: row.sending_window_end,
    },
    dailyLimit: row.daily_limit,
    minIntervalMs: row.min_interval_seconds * 1000,
  };
}
