/** The place where it is listed what a key, or a person's role, may allow. */

/** What a key may be given, and what a role allows its person. */
export const permissions = [
  'campaigns:read',
  'campaigns:write',
  'campaigns:execute',
  'campaigns:delete',
  'content:review',
] as const;
export type Permission = (typeof permissions)[number];

/** What no key is ever given: only a person who signed in has these. */
export const rights = ['members:manage', 'keys:manage', 'audit:read', 'account:manage'] as const;
export type Right = (typeof rights)[number];

export const roles = ['owner', 'admin', 'reviewer', 'viewer'] as const;
export type Role = (typeof roles)[number];

export type Grants = {
  readonly permissions: readonly Permission[];
  readonly rights: readonly Right[];
};

/** An owner differs from an admin in one thing alone: see `mayTouch` in people/member.ts. */
export const grants: Readonly<Record<Role, Grants>> = {
  owner: { permissions, rights },
  admin: { permissions, rights },
  reviewer: { permissions: ['campaigns:read', 'content:review'], rights: [] },
  viewer: { permissions: ['campaigns:read'], rights: [] },
};

export function hasRight(role: Role | null, right: Right): boolean {
  return role !== null && grants[role].rights.includes(right);
}

const known: ReadonlySet<string> = new Set(permissions);

export function isPermission(word: string): word is Permission {
  return known.has(word);
}

/**
 * What a key may do in an account: what it was given, and its maker's role there still allows. A
 * key never does more than its maker could do by themselves. Null: its maker is no member there.
 */
export function keyPermissions(given: readonly string[], maker: Role | null): Permission[] {
  const allowed: readonly string[] = maker === null ? [] : grants[maker].permissions;
  return given.filter(isPermission).filter((permission) => allowed.includes(permission));
}
