/** The place where it is said what a sender profile is: who writes, as a model is told. */
import type { Instant } from '../schedule/instant.ts';

export type SenderProfile = {
  readonly id: string;
  readonly accountId: string;
  readonly profileName: string;
  /** Free; `custom_prompt` and `prompts` are known. */
  readonly senderData: Readonly<Record<string, unknown>>;
  readonly description: string | null;
  readonly isDefault: boolean;
  readonly version: number;
  /** Campaigns that name it in one of their variants. */
  readonly usageCount: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};
