/** The place where API keys have their wire shapes. */
import { z } from 'zod';
import { accountsOfKeyMax } from '../../domain/key.ts';
import { permissions } from '../../domain/permission.ts';
import { id, idInput } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { permission } from '../shared/permission.ts';
import { nameInput } from './identity.ts';

export const createKeyRequest = z
  .strictObject({
    name: nameInput,
    permissions: z.array(z.enum(permissions)).min(1).max(permissions.length),
    account_ids: z.array(idInput).min(1).max(accountsOfKeyMax).nullish(),
  })
  .meta({ id: 'CreateKeyRequest' });

export const listKeysQuery = z.strictObject(pageQuery);

const fields = {
  id,
  name: z.string(),
  key_prefix: z.string(),
  permissions: z.array(permission),
  /** Its home first. */
  account_ids: z.array(id),
  created_by: id,
  created_at: instant,
};

export const createdKey = z.object({ ...fields, key: z.string() }).meta({ id: 'CreatedKey' });

export const apiKey = z
  .object({ ...fields, last_used_at: instant.nullable() })
  .meta({ id: 'ApiKey' });
export const apiKeyPage = pageOf(apiKey).meta({ id: 'ApiKeyPage' });

export const keyRevoked = z
  .object({
    id,
    revoked: z.literal(true),
    is_live_elsewhere: z.boolean().meta({
      description: 'Its home is another account: it still acts there, and here no more.',
    }),
  })
  .meta({ id: 'KeyRevoked' });
