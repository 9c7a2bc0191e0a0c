/** The place where what a person leaves out of a campaign gets its default. */
import type { Instant } from '../schedule/instant.ts';
import type { Weekday } from '../schedule/window.ts';
import type {
  ActionType,
  ApprovalMode,
  Campaign,
  CampaignType,
  Channel,
  Step,
  UnreviewedPolicy,
  Variant,
} from './campaign.ts';

export type NewVariant = {
  readonly label: string;
  readonly weight?: number | undefined;
  readonly type: Variant['type'];
  readonly templateId?: string | null | undefined;
  readonly senderProfileId?: string | null | undefined;
};

export type NewStep = {
  readonly step: number;
  readonly delayDays?: number | undefined;
  readonly channel?: Channel | undefined;
  readonly variants: readonly NewVariant[];
  readonly aiPersonalizationEnabled?: boolean | undefined;
  readonly trackClicks?: boolean | undefined;
  readonly actionType?: ActionType | null | undefined;
  readonly messageTemplate?: string | null | undefined;
  readonly approvalRequired?: boolean | null | undefined;
};

/** Each field by itself is in range already; how they go together is judged by `campaignFaults`. */
export type NewCampaign = {
  readonly name: string;
  readonly datasetId: string;
  readonly steps: readonly NewStep[];
  readonly description?: string | null | undefined;
  readonly type?: CampaignType | undefined;
  readonly aliasIds?: readonly string[] | null | undefined;
  readonly connectedAccountId?: string | null | undefined;
  readonly launchType?: 'immediate' | 'scheduled' | undefined;
  readonly startDate?: Instant | null | undefined;
  readonly dailyLimit?: number | undefined;
  /** `HH:MM:SS` */
  readonly windowStart?: string | undefined;
  readonly windowEnd?: string | undefined;
  readonly minIntervalSeconds?: number | undefined;
  readonly timezone?: string | undefined;
  readonly sendDays?: readonly Weekday[] | undefined;
  readonly systemPrompt?: string | null | undefined;
  readonly unreviewedLaunchPolicy?: UnreviewedPolicy | undefined;
  readonly approvalMode?: ApprovalMode | undefined;
  readonly useLeadTimezone?: boolean | undefined;
};

/** What a person decides of a campaign, and later may change; the rest is what becomes of it. */
export type CampaignContent = Pick<
  Campaign,
  | 'datasetId'
  | 'name'
  | 'description'
  | 'type'
  | 'launchType'
  | 'startDate'
  | 'dailyLimit'
  | 'windowStart'
  | 'windowEnd'
  | 'minIntervalSeconds'
  | 'timezone'
  | 'sendDays'
  | 'steps'
  | 'aliasIds'
  | 'connectedAccountId'
  | 'systemPrompt'
  | 'unreviewedLaunchPolicy'
  | 'approvalMode'
  | 'useLeadTimezone'
>;

export function withDefaults(input: NewCampaign): CampaignContent {
  return {
    datasetId: input.datasetId,
    name: input.name,
    description: input.description ?? null,
    type: input.type ?? 'email',
    launchType: input.launchType ?? 'immediate',
    startDate: input.startDate ?? null,
    dailyLimit: input.dailyLimit ?? 500,
    windowStart: input.windowStart ?? '09:00:00',
    windowEnd: input.windowEnd ?? '17:00:00',
    minIntervalSeconds: input.minIntervalSeconds ?? 300,
    timezone: input.timezone ?? 'UTC',
    sendDays: input.sendDays ?? ['mon', 'tue', 'wed', 'thu', 'fri'],
    steps: stepsWithDefaults(input.steps),
    aliasIds: input.aliasIds ?? null,
    connectedAccountId: input.connectedAccountId ?? null,
    systemPrompt: input.systemPrompt ?? null,
    unreviewedLaunchPolicy: input.unreviewedLaunchPolicy ?? 'launch_default',
    approvalMode: input.approvalMode ?? 'optional',
    useLeadTimezone: input.useLeadTimezone ?? false,
  };
}

export const nameLengthMax = 255;

export function copyName(name: string): string {
  const suffix = ' (copy)';
  // Not between the halves of one character.
  const kept = name.slice(0, nameLengthMax - suffix.length).replace(/[\ud800-\udbff]$/, '');
  return kept + suffix;
}

export function stepsWithDefaults(steps: readonly NewStep[]): readonly Step[] {
  return steps.map((step, index) => ({
    step: step.step,
    delayDays: step.delayDays ?? (index === 0 ? 0 : 1),
    channel: step.channel ?? 'email',
    variants: step.variants.map((variant) => ({
      label: variant.label,
      weight: variant.weight ?? 100,
      type: variant.type,
      templateId: variant.templateId ?? null,
      senderProfileId: variant.senderProfileId ?? null,
    })),
    aiPersonalizationEnabled: step.aiPersonalizationEnabled ?? true,
    trackClicks: step.trackClicks ?? false,
    actionType: step.actionType ?? null,
    messageTemplate: step.messageTemplate ?? null,
    approvalRequired: step.approvalRequired ?? null,
  }));
}
