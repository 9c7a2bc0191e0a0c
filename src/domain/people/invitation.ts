/** The place where it is said what an invitation is, and how long links are good for. */
import type { Role } from '../permission.ts';
import type { Instant } from '../schedule/instant.ts';

const hourMs = 3_600_000;

export const invitationLifeMs = 7 * 24 * hourMs;
export const setupLinkLifeMs = 24 * hourMs;
/** An account with more of them open is not inviting people. */
export const openInvitationsMax = 500;

/** Whoever has its link may join, as this, until then. Every instant of it is real. */
export type Invitation = {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  /** Its link went to the address by mail, and to nobody else: it proves the address. */
  readonly isMailed: boolean;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
};
