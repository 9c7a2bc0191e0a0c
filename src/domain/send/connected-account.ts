/** The place where it is said what a connected account is: a person's own, elsewhere. */
import type { Instant } from '../schedule/instant.ts';

export const connectedActions = [
  'connection_request',
  'message',
  'inmail',
  'profile_view',
  'post_engagement',
] as const;
export type ConnectedAction = (typeof connectedActions)[number];

/** How often a day each may be done by it. */
export type DailyCaps = Readonly<Record<ConnectedAction, number>>;

/** Well below what such networks are known to close accounts for. */
export const defaultDailyCaps: DailyCaps = {
  connection_request: 20,
  message: 50,
  inmail: 10,
  profile_view: 80,
  post_engagement: 30,
};

export type ConnectedAccount = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly profileUrl: string | null;
  /** A person carries out what we prepare; nothing of theirs is signed in to. */
  readonly provider: 'manual';
  readonly dailyCaps: DailyCaps;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};
