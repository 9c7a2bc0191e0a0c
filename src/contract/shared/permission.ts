/** The place where the permissions a key can carry are named on the wire. */
import { z } from 'zod';
import { permissions } from '../../domain/permission.ts';

export type Permission = (typeof permissions)[number];

export const permission = z.enum(permissions).meta({ id: 'Permission' });
