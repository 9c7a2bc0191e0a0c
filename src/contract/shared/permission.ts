/** The place where what keys and people may do is named on the wire. */
import { z } from 'zod';
import { permissions, rights, roles } from '../../domain/permission.ts';

export type Permission = (typeof permissions)[number];
export type Right = (typeof rights)[number];

export const permission = z.enum(permissions).meta({ id: 'Permission' });
export const right = z.enum(rights).meta({ id: 'Right' });
export const role = z.enum(roles).meta({ id: 'Role' });
