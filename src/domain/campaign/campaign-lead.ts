/** The place where it is said what is known of a lead in a campaign. */

import type { Instant } from '../schedule/instant.ts';
import type { LeadStatus, StopReason } from '../send/ledger.ts';
import type { VariantLabels } from './variants.ts';

export type Ineligible = 'no_address' | 'duplicate' | 'suppressed' | 'running_elsewhere';

export type CampaignLead = {
  readonly campaignLeadId: string;
  readonly campaignId: string;
  readonly leadId: string;
  readonly rowIndex: number;
  readonly email: string | null;
  readonly status: LeadStatus;
  readonly ineligible: Ineligible | null;
  readonly currentStep: number | null;
  /** A gate is open: content waits for a verdict. */
  readonly pendingApproval: boolean;
  readonly stopReason: StopReason | null;
  readonly workflowInstanceId: string | null;
  readonly variants: VariantLabels;
  /** Steps with a live approval, ascending. */
  readonly approvedSteps: readonly number[];
  /** When its step is due; null once it has its outcome. */
  readonly nextDueAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};
