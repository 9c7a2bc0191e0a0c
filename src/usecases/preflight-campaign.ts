/** The place where everything a launch depends on is looked at, without changing anything. */
import { findMailboxes } from '../db/aliases.ts';
import { listProfilesUsed, listTemplateVersions } from '../db/content.ts';
import type { Db } from '../db/database.ts';
import { countEligibility } from '../db/preflight.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Preflight, PreflightFacts } from '../domain/campaign/preflight.ts';
import { preflight } from '../domain/campaign/preflight.ts';
import { createWindowTable } from '../domain/schedule/window.ts';
import { isUuid } from '../lib/uuid.ts';
import type { PublicUrlDep, WriterDep } from './deps.ts';

export async function judgeLaunch(
  deps: WriterDep & PublicUrlDep,
  db: Db,
  { campaign, now }: { readonly campaign: Campaign; readonly now: number },
): Promise<Preflight> {
  return preflight(await loadFacts(deps, db, { campaign, now }));
}

async function loadFacts(
  deps: WriterDep & PublicUrlDep,
  db: Db,
  { campaign, now }: { readonly campaign: Campaign; readonly now: number },
): Promise<PreflightFacts> {
  const { accountId, id: campaignId, datasetId } = campaign;
  const variants = campaign.steps.flatMap((step) => step.variants);
  const templateIds = variants.flatMap((variant) => variant.templateId ?? []).filter(isUuid);
  const profileIds = variants.flatMap((variant) => variant.senderProfileId ?? []).filter(isUuid);
  const rows = await countEligibility(db, { accountId, campaignId, datasetId });
  const templates = await listTemplateVersions(db, accountId, [...new Set(templateIds)]);
  const profiles = await listProfilesUsed(db, accountId, [...new Set(profileIds)]);
  const mailboxes = await findMailboxes(db, accountId, campaign.aliasIds ?? []);
  return {
    now,
    campaign,
    windows: createWindowTable(),
    totalRows: rows.reduce((sum, row) => sum + row.count, 0),
    ineligible: Object.fromEntries(
      rows.flatMap(({ why, count, sample_rows: sampleRows }) =>
        why === null ? [] : [[why, { count, sampleRows }]],
      ),
    ),
    aliases: mailboxes.map(({ alias }) => alias),
    templateIds: new Set(templates.map((row) => row.id)),
    profileIds: new Set(profiles.map((row) => row.id)),
    sandboxWriter: deps.writer.sandbox,
    publicUrlIsHttps: deps.publicUrl?.startsWith('https://') ?? false,
  };
}
