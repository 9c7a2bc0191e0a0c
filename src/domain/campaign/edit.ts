/** The place where it is judged which parts of a campaign an edit may change, and when. */
import { sortedJson } from '../../lib/sorted-json.ts';
import type { Failure, FieldFault } from '../failure.ts';
import type { Instant } from '../schedule/instant.ts';
import type { Campaign, Step } from './campaign.ts';
import type { CampaignAction } from './lifecycle.ts';
import { mayDo } from './lifecycle.ts';
import type { CampaignContent } from './new-campaign.ts';

export type EditableField = Exclude<keyof CampaignContent, 'datasetId' | 'type'> | 'dismissedAt';

/** Null clears; what is left out stays as it is. */
export type CampaignEdit = Partial<Pick<Campaign, EditableField>>;

/** Null: at any time. Steps are content before a launch; after it, see `stepsRefusal`. */
const actions: Readonly<Record<EditableField, CampaignAction | null>> = {
  name: null,
  description: null,
  dismissedAt: null,
  dailyLimit: 'edit_pace',
  minIntervalSeconds: 'edit_pace',
  windowStart: 'edit_pace',
  windowEnd: 'edit_pace',
  sendDays: 'edit_pace',
  timezone: 'edit_pace',
  systemPrompt: 'edit_pace',
  approvalMode: 'edit_pace',
  steps: 'edit_pace',
  startDate: 'edit_schedule',
  unreviewedLaunchPolicy: 'edit_schedule',
  launchType: 'edit_content',
  aliasIds: 'edit_content',
  connectedAccountId: 'edit_content',
  useLeadTimezone: 'edit_content',
};

/** Whether what is claimed has to be judged anew: a name sends nothing. */
export function changesSending(edited: readonly EditableField[]): boolean {
  return edited.some((name) => actions[name] !== null);
}

/** The words of the wire; a surface turns what stands in `fields` into its own. */
const fieldNames: Readonly<Record<EditableField, string>> = {
  name: 'name',
  description: 'description',
  dismissedAt: 'playground_discovery_dismissed_at',
  dailyLimit: 'daily_limit',
  minIntervalSeconds: 'min_interval_seconds',
  windowStart: 'sending_window_start',
  windowEnd: 'sending_window_end',
  sendDays: 'send_days',
  timezone: 'timezone',
  systemPrompt: 'system_prompt',
  approvalMode: 'approval_mode',
  steps: 'steps',
  startDate: 'start_date',
  unreviewedLaunchPolicy: 'unreviewed_launch_policy',
  launchType: 'launch_type',
  aliasIds: 'alias_ids',
  connectedAccountId: 'connected_account_id',
  useLeadTimezone: 'use_lead_timezone',
};

/** The fields that differ from what is there: what is given back as it was is no edit. */
export function editedFields(campaign: Campaign, edit: CampaignEdit): readonly EditableField[] {
  return (Object.keys(edit) as EditableField[]).filter((name) => !same(edit[name], campaign[name]));
}

export function lockedRefusal(
  { status }: Pick<Campaign, 'status'>,
  edited: readonly EditableField[],
): Failure | null {
  const refused = edited.flatMap((name) => {
    const action = actions[name];
    const may = action === null ? { allowed: true as const } : mayDo(action, status);
    return may.allowed ? [] : [{ name: fieldNames[name], reason: may.reason }];
  });
  const [first] = refused;
  if (first === undefined) return null;
  const fields = refused.map(({ name }) => name);
  const message = `${fields.join(', ')} cannot be changed now. ${first.reason}`;
  return { code: 'FIELD_LOCKED', message, data: { state: status, fields } };
}

/** A date that is waited for is not moved into the past: that would be a launch by an edit. */
export function dateFaults(campaign: Campaign, now: Instant): readonly FieldFault[] {
  if (campaign.status !== 'scheduled' || (campaign.startDate ?? now) > now) return [];
  const message = 'must be in the future: the campaign is scheduled';
  return [{ path: ['start_date'], message, type: 'date.future' }];
}

/** Numbers of the steps that are new, gone, or not what they were. */
export function changedSteps(before: readonly Step[], after: readonly Step[]): readonly number[] {
  const numbers = new Set([...before, ...after].map(({ step }) => step));
  const of = (steps: readonly Step[], number: number) =>
    steps.find(({ step }) => step === number) ?? null;
  return [...numbers]
    .filter((number) => !same(of(before, number), of(after, number)))
    .sort((a, b) => a - b);
}

/** `reached`: the highest step at which a lead stands or ended; null before there are leads. */
export function stepsRefusal(changed: readonly number[], reached: number | null): Failure | null {
  const running = changed.filter((number) => reached !== null && number <= reached);
  if (running.length === 0) return null;
  const message =
    `Leads have reached step ${reached}: ` +
    `step ${running.join(', ')} cannot be changed, added or taken out any more.`;
  return { code: 'STEP_ALREADY_RUNNING', message, data: { steps: running, reached } };
}

function same(one: unknown, other: unknown): boolean {
  return sortedJson(one ?? null) === sortedJson(other ?? null);
}
