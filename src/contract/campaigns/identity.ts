/** The place where "who am I" has its wire shape. */
import { z } from 'zod';
import { id } from '../shared/id.ts';
import { permission } from '../shared/permission.ts';

export const identity = z
  .object({
    kind: z.enum(['key', 'session']),
    user: z.object({ user_id: id }).nullable(),
    account_id: id,
    role: z.enum(['owner', 'admin', 'reviewer', 'viewer']).nullable(),
    permissions: z.array(permission),
  })
  .meta({ id: 'Identity' });
