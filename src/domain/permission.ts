/** The place where it is listed what a key, or a person's role, may allow. */

export const permissions = [
  'campaigns:read',
  'campaigns:write',
  'campaigns:execute',
  'campaigns:delete',
  'content:review',
] as const;
export type Permission = (typeof permissions)[number];
