/** The place where it is decided who may make whom what. */
import { hasRight, type Role } from '../permission.ts';
import type { Instant } from '../schedule/instant.ts';

export type Member = {
  /** The person's id: the same in every account. */
  readonly id: string;
  readonly name: string;
  /** Null for an owner who came with the bootstrap key and has not signed in yet. */
  readonly email: string | null;
  /** Null: the address is this account's alone, and anybody may have given it. */
  readonly emailProvedAt: Instant | null;
  readonly role: Role;
  readonly createdAt: Instant;
};

/** Only an owner makes, changes or removes owners; else an admin could make themselves one. */
export function mayTouch(by: Role | null, ...touched: readonly Role[]): boolean {
  if (by === 'owner') return true;
  return by === 'admin' && !touched.includes('owner');
}

export function mayInviteTo(by: Role | null, role: Role): boolean {
  return hasRight(by, 'members:manage') && mayTouch(by, role);
}

/** An account that nobody owns could never be given an owner again. */
export function leavesNoOwner(
  member: Pick<Member, 'role'>,
  becomes: Role | null,
  ownersNow: number,
): boolean {
  return member.role === 'owner' && becomes !== 'owner' && ownersNow <= 1;
}
