/** The place where what a person leaves out of a campaign gets its default. */
import type { Instant } from '../schedule/instant.ts';
import type { Weekday } from '../schedule/window.ts';
import type {
  ActionType,
  ApprovalMode,
  CampaignType,
  Channel,
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
