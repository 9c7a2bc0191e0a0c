/** The place where the permissions a key can carry are named on the wire. */
import { z } from 'zod';

export const permissions = [
  'campaigns:read',
  'campaigns:write',
  'campaigns:execute',
  'campaigns:delete',
  'content:review',
] as const;
export type Permission = (typeof permissions)[number];

export const permission = z.enum(permissions).meta({ id: 'Permission' });
