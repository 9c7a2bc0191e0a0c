/** The place where API keys are asked for, made and revoked. */

import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import * as server from './generated/sdk.gen.ts';
import type {
  CreatedKey,
  CreateKeyRequest,
  KeyRevoked,
  Permission,
} from './generated/types.gen.ts';
import { pageLength, pages } from './pages.ts';

export type { ApiKey, Permission } from './generated/types.gen.ts';

export function keysQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: ['keys', accountId],
    queryFn: ({ signal, pageParam: cursor }) =>
      server.listKeys({ signal, query: { limit: pageLength, ...cursor } }),
    ...pages,
  });
}

export async function makeKey(queries: QueryClient, body: CreateKeyRequest): Promise<CreatedKey> {
  const created = await server.createKey({ body });
  await queries.invalidateQueries({ queryKey: ['keys'] });
  return created;
}

export async function revokeKey(queries: QueryClient, keyId: string): Promise<KeyRevoked> {
  const revoked = await server.revokeKey({ path: { key_id: keyId } });
  await queries.invalidateQueries({ queryKey: ['keys'] });
  return revoked;
}

/** What each of them lets a key do. */
export const permissionWords: Readonly<Record<Permission, string>> = {
  'campaigns:read': 'Read campaigns, leads and what was sent',
  'campaigns:write': 'Create and change campaigns, leads and mailboxes',
  'campaigns:execute': 'Launch, pause and resume campaigns',
  'campaigns:delete': 'Delete campaigns',
  'content:review': 'Approve and discard drafts',
};
