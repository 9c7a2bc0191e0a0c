/** The place where roles are said in words, and which of them somebody may give. */

import type { Role } from '../../api/people.ts';

export const roleWords: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  reviewer: 'Reviewer',
  viewer: 'Viewer',
};

export const roleMeanings: Readonly<Record<Role, string>> = {
  owner: 'Everything, and alone makes, changes and removes owners.',
  admin: 'Everything but owners: campaigns, mailboxes, members, keys.',
  reviewer: 'Reads everything, and approves or discards drafts.',
  viewer: 'Reads everything.',
};

const roles: readonly Role[] = ['owner', 'admin', 'reviewer', 'viewer'];

/** The server decides; what it would refuse is not offered. */
export function rolesToGive(mine: Role | null): readonly Role[] {
  return mine === 'owner' ? roles : roles.filter((role) => role !== 'owner');
}
