/** The place where it is known who is signed in, and where people come in and leave. */

import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import * as server from './generated/sdk.gen.ts';
import type {
  AcceptInvitationRequest,
  EmailCodeSent,
  Identity,
  OwnAccount,
  PasswordReset,
  ResetPasswordRequest,
  Right,
  SetUpRequest,
  SignInRequest,
} from './generated/types.gen.ts';
import { troubleIn } from './trouble.ts';

export type {
  AcceptInvitationRequest,
  FoundInvitation,
  SetUpRequest,
  SignInRequest,
} from './generated/types.gen.ts';

/** Null: nobody is signed in. It is asked once; whatever is refused for want of it asks again. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Identity | null> => {
    try {
      return await server.getIdentity({ signal });
    } catch (error) {
      if (troubleIn(error).status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

export function csrfTokenIn(queries: QueryClient): string | null {
  return queries.getQueryData(sessionQuery.queryKey)?.csrf_token ?? null;
}

export async function signIn(queries: QueryClient, body: SignInRequest): Promise<void> {
  begin(queries, await server.signIn({ body }));
}

export async function setUp(queries: QueryClient, body: SetUpRequest): Promise<void> {
  begin(queries, await server.setUp({ body }));
}

/** What an invitation is to, for whoever has its link. */
export function invitationQuery(token: string) {
  return queryOptions({
    // No part of the screen asks twice; a token is worth keeping for as short as can be.
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => server.lookAtInvitation({ signal, body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export async function acceptInvitation(
  queries: QueryClient,
  body: AcceptInvitationRequest,
): Promise<void> {
  begin(queries, await server.acceptInvitation({ body }));
}

export async function joinAccount(queries: QueryClient, token: string): Promise<void> {
  begin(queries, await server.joinAccount({ body: { token } }));
}

/** Nobody is signed in by it: the link shows that an operator trusts its reader, and no more. */
export async function resetPassword(body: ResetPasswordRequest): Promise<PasswordReset> {
  return server.resetPassword({ body });
}

/** A mail with a code, to the address of whoever is signed in. */
export async function sendEmailCode(): Promise<EmailCodeSent> {
  return server.sendEmailCode();
}

export async function proveEmail(queries: QueryClient, code: string): Promise<void> {
  queries.setQueryData(sessionQuery.queryKey, await server.proveEmail({ body: { code } }));
  await queries.invalidateQueries({ queryKey: ['members'] });
}

export async function switchAccount(queries: QueryClient, accountId: string): Promise<void> {
  begin(queries, await server.switchAccount({ body: { account_id: accountId } }));
}

export async function signOut(queries: QueryClient): Promise<void> {
  await server.signOut();
  begin(queries, null);
}

/** Nothing of whoever was signed in before may be shown to whoever is now. */
function begin(queries: QueryClient, session: Identity | null): void {
  queries.setQueryData(sessionQuery.queryKey, session);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

export type SignedIn = {
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly isProved: boolean;
  /** Whether the server has a mailbox to send codes from. */
  readonly mailsCodes: boolean;
  readonly accountId: string;
  readonly accounts: readonly OwnAccount[];
  readonly role: Identity['role'];
  readonly has: (right: Right) => boolean;
};

/** For screens behind the guard: there, somebody is signed in. */
export function useSignedIn(): SignedIn {
  const { data } = useQuery(sessionQuery);
  return {
    userId: data?.user?.user_id ?? '',
    name: data?.user?.name ?? '',
    email: data?.user?.email ?? null,
    isProved: data?.user?.email_proved_at != null,
    mailsCodes: data?.mails_codes === true,
    accountId: data?.account_id ?? '',
    accounts: data?.accounts ?? [],
    role: data?.role ?? null,
    has: (right) => data?.rights.includes(right) === true,
  };
}
