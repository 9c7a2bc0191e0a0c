/**
 * The place where a preflight of a million rows is timed, every check of it, with a hundred
 * thousand suppressions and another campaign that writes to a hundred thousand of them.
 */
import { createRenderer } from '../src/adapters/renderer/renderer.ts';
import { createSandboxWriter } from '../src/adapters/writer/sandbox-writer.ts';
import { findCampaign } from '../src/db/campaigns.ts';
import { judgeLaunch } from '../src/usecases/preflight-campaign.ts';
import { start, withMillion } from './million.ts';

export type PreflightResult = {
  readonly server: string;
  readonly rows: number;
  readonly medianMs: number;
  readonly launchable: number;
};

export async function preflight(): Promise<PreflightResult> {
  const of = { rows: 1_000_000, suppressions: 100_000, runningElsewhere: 100_000 };
  return withMillion(of, async ({ db, accountId, campaignId, server, rows }) => {
    const campaign = await findCampaign(db, accountId, campaignId);
    if (campaign === null) throw new Error('there is no campaign to be judged');
    const deps = { renderer: createRenderer(), writer: createSandboxWriter(), publicUrl: null };
    const times: number[] = [];
    let launchable = 0;
    for (let n = 0; n < 5; n++) {
      const began = performance.now();
      launchable = (await judgeLaunch(deps, db, { campaign, now: start })).launchableRows;
      times.push(performance.now() - began);
    }
    const medianMs = Math.round(times.sort((a, b) => a - b)[2] ?? 0);
    return { server, rows, medianMs, launchable };
  });
}
