/** The place where members and invitations are asked for and changed. */

import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import * as server from './generated/sdk.gen.ts';
import type {
  CreatedInvitation,
  CreateInvitationRequest,
  MemberRemoved,
  Role,
} from './generated/types.gen.ts';
import { pageLength, pages } from './pages.ts';

export type { Invitation, Member, Role } from './generated/types.gen.ts';

export function membersQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: ['members', accountId],
    queryFn: ({ signal, pageParam: cursor }) =>
      server.listMembers({ signal, query: { limit: pageLength, ...cursor } }),
    ...pages,
  });
}

export function invitationsQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: ['invitations', accountId],
    queryFn: ({ signal, pageParam: cursor }) =>
      server.listInvitations({ signal, query: { limit: pageLength, ...cursor } }),
    ...pages,
  });
}

export async function changeRole(
  queries: QueryClient,
  { memberId, role }: { readonly memberId: string; readonly role: Role },
): Promise<void> {
  await server.changeMember({ path: { member_id: memberId }, body: { role } });
  await queries.invalidateQueries({ queryKey: ['members'] });
}

export async function removeMember(queries: QueryClient, memberId: string): Promise<MemberRemoved> {
  const removed = await server.removeMember({ path: { member_id: memberId } });
  await queries.invalidateQueries({ queryKey: ['members'] });
  return removed;
}

export async function invite(
  queries: QueryClient,
  body: CreateInvitationRequest,
): Promise<CreatedInvitation> {
  const created = await server.createInvitation({ body });
  await queries.invalidateQueries({ queryKey: ['invitations'] });
  return created;
}

export async function withdraw(queries: QueryClient, invitationId: string): Promise<void> {
  await server.withdrawInvitation({ path: { invitation_id: invitationId } });
  await queries.invalidateQueries({ queryKey: ['invitations'] });
}
