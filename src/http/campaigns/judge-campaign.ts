/** The place where a campaign with faulty fields is judged by those that are sound. */
import { z } from 'zod';
import {
  type CampaignResponse,
  type CreateCampaignRequest,
  createCampaignRequest,
  type ReadOnlyField,
  readOnlyFields,
  type UpdateCampaignRequest,
} from '../../contract/campaigns/campaign.ts';
import { withDefaults } from '../../domain/campaign/new-campaign.ts';
import { campaignFaults } from '../../domain/campaign/rules.ts';
import type { FieldFault } from '../../domain/failure.ts';
import { sortedJson } from '../../lib/sorted-json.ts';
import type { Fault } from '../shell/problem.ts';
import { campaignInput } from './input.ts';

/** These change by themselves between a reading and an edit: what is given back of them is old. */
const moving: ReadonlySet<ReadOnlyField> = new Set([
  'updated_at',
  'total_leads',
  'processed_leads',
  'can',
]);

/** What no edit may change, given back otherwise than it is. */
export function readOnlyFaults(
  body: UpdateCampaignRequest,
  is: CampaignResponse,
): readonly FieldFault[] {
  return readOnlyFields.flatMap((name) => {
    const given = body[name];
    if (given === undefined || moving.has(name) || isSame(given, is[name])) return [];
    return [{ path: [name], message: 'is read-only; leave it out', type: 'any.readonly' }];
  });
}

function isSame(given: unknown, is: unknown): boolean {
  if (sortedJson(given) === sortedJson(is)) return true;
  if (typeof given !== 'string' || typeof is !== 'string') return false;
  // Ids in any case, instants with any offset.
  return given.toLowerCase() === is.toLowerCase() || Date.parse(given) === Date.parse(is);
}

/** In place of a faulty field, a value that no rule complains of: its own fault is told already. */
const unobjectionable: CreateCampaignRequest = {
  name: '',
  dataset_id: '',
  steps: [],
  description: null,
  type: 'mixed',
  alias_ids: ['any'],
  connected_account_id: 'any',
  launch_type: 'immediate',
  start_date: 0,
  daily_limit: 1,
  sending_window_start: '00:00:00',
  sending_window_end: '24:00:00',
  min_interval_seconds: 60,
  timezone: 'UTC',
  send_days: ['mon'],
  system_prompt: null,
  unreviewed_launch_policy: 'hold',
  approval_mode: 'required',
  use_lead_timezone: false,
};

export function judgeCampaign(body: unknown): readonly Fault[] {
  if (typeof body !== 'object' || body === null) return [];
  const given = body as Readonly<Record<string, unknown>>;
  const sound = Object.entries(createCampaignRequest.shape).flatMap(([name, schema]) => {
    const parsed = z.safeParse(schema, given[name]);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  // Each value was parsed by the schema of its own field.
  const campaign = { ...unobjectionable, ...(Object.fromEntries(sound) as object) };
  return campaignFaults(withDefaults(campaignInput(campaign))).map((fault) => ({
    ...fault,
    path: ['body', ...fault.path],
  }));
}
