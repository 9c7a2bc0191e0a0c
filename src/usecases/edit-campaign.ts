/**
 * The place where a campaign is changed: before its launch in whole, after it in what does not
 * undo what has left.
 *
 * What is claimed is called back, so that the next hand-over is judged by what stands now: by the
 * tighter limit, by the new words, by whether a person has to approve.
 */
import { findCampaign, updateCampaign } from '../db/campaigns.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findReachedStep, reassignSteps } from '../db/edit-steps.ts';
import { lockCampaign } from '../db/lifecycle.ts';
import { notifyDue, wakeCampaign } from '../db/pace.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { CampaignEdit } from '../domain/campaign/edit.ts';
import {
  changedSteps,
  changesSending,
  dateFaults,
  editedFields,
  lockedRefusal,
  stepsRefusal,
} from '../domain/campaign/edit.ts';
import { campaignFaults } from '../domain/campaign/rules.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import type { Precondition } from '../domain/tags.ts';
import { campaignTag, preconditionFailure } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewOf } from './campaign-view.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type EditCampaignInput = {
  readonly campaignId: string;
  readonly edit: CampaignEdit;
  readonly precondition?: Precondition;
  /** What a surface finds wrong with what it was given, once it sees the campaign as it is. */
  readonly refuse?: (campaign: CampaignView) => readonly FieldFault[];
};

export function editCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: EditCampaignInput,
  ): Promise<Result<CampaignView, Failure>> => {
    const { accountId } = caller;
    const { campaignId, edit } = input;
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const row = await lockCampaign(tx, accountId, campaignId);
      const before = await findCampaign(tx, accountId, campaignId);
      if (row === null || before === null) return failed(notFound('campaign'));
      const stale = preconditionFailure(input.precondition ?? null, campaignTag(before));
      if (stale !== null) return failed(stale);
      const view = await viewOf(tx, before);
      const edited = editedFields(before, edit);
      const after: Campaign = { ...before, ...edit, updatedAt: now.engine };
      const refused =
        faultsOf(input.refuse?.(view) ?? []) ??
        lockedRefusal(before, edited) ??
        faultsOf([
          ...campaignFaults(after),
          ...(edited.includes('startDate') ? dateFaults(after, now.engine) : []),
        ]);
      if (refused !== null) return failed(refused);
      if (edited.length === 0) return ok(view);
      if (edited.includes('steps')) {
        const running = await editSteps(tx, { before, after, now, enrolled: row.enrolled });
        if (running !== null) return failed(running);
      }
      await updateCampaign(tx, after);
      if (changesSending(edited)) await lookAfresh(tx, after, now);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign.edit',
        kind: 'campaign',
        id: campaignId,
        before,
        after,
      });
      return ok(await viewOf(tx, after));
    });
  };
}

function faultsOf(faults: readonly FieldFault[]): Failure | null {
  return faults.length === 0 ? null : invalid(faults);
}

type StepsEdit = {
  readonly before: Campaign;
  readonly after: Campaign;
  readonly now: Moment;
  readonly enrolled: boolean;
};

/** Under the campaign's row, which whoever moves a lead to a step locks first. */
async function editSteps(tx: Db, of: StepsEdit): Promise<Failure | null> {
  const { before, after, now, enrolled } = of;
  const { id: campaignId, accountId } = before;
  const changed = changedSteps(before.steps, after.steps);
  const reached = enrolled ? await findReachedStep(tx, { accountId, campaignId }) : null;
  const running = stepsRefusal(changed, reached);
  if (running !== null) return running;
  await reassignSteps(tx, { campaign: after, changed, enrolled, now: now.engine });
  return null;
}

/** A limit that was tightened, a zone that was changed: what is claimed is judged again by it. */
async function lookAfresh(tx: Db, campaign: Campaign, now: Moment): Promise<void> {
  const { accountId, id: campaignId, status } = campaign;
  if (status === 'scheduled') return notifyDue(tx);
  if (status !== 'active') return;
  const reason = 'The campaign was changed before it went out.';
  await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { campaignId } });
  await wakeCampaign(tx, { accountId, campaignId, now: now.engine });
}
