/** The place where everything a launch depends on is looked at, without changing anything. */
import { findMailboxes } from '../db/aliases.ts';
import { findCampaign } from '../db/campaigns.ts';
import { findAccountTerms, listProfilesUsed } from '../db/content.ts';
import type { Db } from '../db/database.ts';
import { findDataset } from '../db/datasets.ts';
import type { TemplateTextAtHand } from '../db/preflight.ts';
import { countRows, listTemplatesAtHand } from '../db/preflight.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Preflight, PreflightFacts } from '../domain/campaign/preflight.ts';
import { preflight } from '../domain/campaign/preflight.ts';
import type { TemplateAtHand } from '../domain/campaign/preflight-texts.ts';
import { neededVariables } from '../domain/campaign/preflight-texts.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { columnsFeeding } from '../domain/lead/lead.ts';
import { createWindowTable } from '../domain/schedule/window.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Renderer } from '../ports/renderer.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, PublicUrlDep, RendererDep, WriterDep } from './deps.ts';

type JudgeDeps = WriterDep & PublicUrlDep & RendererDep;

/** What a launch would say now. It may be asked in any state: nothing is done. */
export function preflightCampaign(deps: DbDep & ClockDep & JudgeDeps) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string },
  ): Promise<Result<Preflight, Failure>> => {
    const now = await deps.clock.read();
    const campaign = await findCampaign(deps.db, caller.accountId, input.campaignId);
    if (campaign === null) return failed(notFound('campaign'));
    return ok(await judgeLaunch(deps, deps.db, { campaign, now: now.engine }));
  };
}

export async function judgeLaunch(
  deps: JudgeDeps,
  db: Db,
  { campaign, now }: { readonly campaign: Campaign; readonly now: number },
): Promise<Preflight> {
  return preflight(await loadFacts(deps, db, { campaign, now }));
}

async function loadFacts(
  deps: JudgeDeps,
  db: Db,
  { campaign, now }: { readonly campaign: Campaign; readonly now: number },
): Promise<PreflightFacts> {
  const { accountId, id: campaignId, datasetId } = campaign;
  const variants = campaign.steps.flatMap((step) => step.variants);
  const templateIds = variants.flatMap((variant) => variant.templateId ?? []).filter(isUuid);
  const profileIds = variants.flatMap((variant) => variant.senderProfileId ?? []).filter(isUuid);
  const texts = await listTemplatesAtHand(db, accountId, [...new Set(templateIds)]);
  const templates: TemplateAtHand[] = [];
  for (const text of texts) {
    templates.push(await templateAtHand(deps.renderer, accountId, text));
  }
  const columns = (await findDataset(db, accountId, datasetId))?.columns ?? [];
  const needed = neededVariables(templates, columns).map((name) => ({
    name,
    columns: columnsFeeding(columns, name),
  }));
  const rows = await countRows(db, { accountId, campaignId, datasetId, needed });
  const profiles = await listProfilesUsed(db, accountId, [...new Set(profileIds)]);
  const mailboxes = await findMailboxes(db, accountId, campaign.aliasIds ?? []);
  return {
    now,
    campaign,
    windows: createWindowTable(),
    totalRows: rows.total,
    ineligible: rows.ineligible,
    valueless: rows.valueless,
    footer: (await findAccountTerms(db, accountId)).footer,
    aliases: mailboxes.map(({ alias }) => alias),
    templatesById: new Map(templates.map((template) => [template.id, template])),
    columns,
    profileIds: new Set(profiles.map((row) => row.id)),
    sandboxWriter: deps.writer.sandbox,
    publicUrlIsHttps: deps.publicUrl?.startsWith('https://') ?? false,
  };
}

/** What is missing where nothing is there is what it needs: defaults and conditions covered. */
async function templateAtHand(
  renderer: Renderer,
  accountId: string,
  text: TemplateTextAtHand,
): Promise<TemplateAtHand> {
  const { id, subject, body, variables } = text;
  const template = { subject, body, bodyFormat: text.body_format };
  const [empty] = await renderer.render({ asker: accountId, template, rows: [{}] });
  const needed = empty?.ok === true ? empty.value.missing : variables;
  return { id, body, variables, needed };
}
