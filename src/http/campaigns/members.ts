/** The place where the routes of members, accounts and keys meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { createAccount, renameAccount } from '../../usecases/accounts.ts';
import type { Deps } from '../../usecases/deps.ts';
import { listReachedAccounts } from '../../usecases/find-identity.ts';
import { invite, listInvitations, withdrawInvitation } from '../../usecases/invitations.ts';
import { createKey, listKeys, revokeKey } from '../../usecases/keys.ts';
import { changeRole, listMembers, removeMember } from '../../usecases/members.ts';
import { answer, type Handlers } from '../shell/surface.ts';
import { pageInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentAccount, presentInvitation, presentKey, presentMember } from './present-people.ts';

type Table = Handlers<typeof campaignsRoutes>;

export function ofMembers(deps: Deps) {
  return {
    listMembers: async ({ caller, query }) =>
      answer(
        await listMembers(deps)(caller, pageInput(query)),
        presentPage(presentMember(caller.userId)),
      ),
    changeMember: async ({ caller, params, body }) =>
      answer(
        await changeRole(deps)(caller, { memberId: params.member_id, role: body.role }),
        presentMember(caller.userId),
      ),
    removeMember: async ({ caller, params }) =>
      answer(
        await removeMember(deps)(caller, { memberId: params.member_id }),
        ({ memberId, keysLeft }) => ({
          member_id: memberId,
          removed: true as const,
          keys_left: keysLeft,
        }),
      ),
    createInvitation: async ({ caller, body }) =>
      answer(await invite(deps)(caller, body), ({ invitation, token }) => ({
        ...presentInvitation(invitation),
        token,
        link: `${deps.publicUrl ?? ''}/invitation#${token}`,
      })),
    listInvitations: async ({ caller, query }) =>
      answer(await listInvitations(deps)(caller, pageInput(query)), presentPage(presentInvitation)),
    withdrawInvitation: async ({ caller, params }) =>
      answer(
        await withdrawInvitation(deps)(caller, { invitationId: params.invitation_id }),
        ({ invitationId }) => ({ invitation_id: invitationId, withdrawn: true as const }),
      ),
  } satisfies Partial<Table>;
}

export function ofAccounts(deps: Deps) {
  return {
    listAccounts: async ({ caller }) =>
      answer(await listReachedAccounts(deps)(caller), (accounts) => ({
        items: accounts.map(presentAccount),
      })),
    createAccount: async ({ caller, body }) =>
      answer(await createAccount(deps)(caller, body), presentAccount),
    renameAccount: async ({ caller, params, body }) =>
      answer(
        await renameAccount(deps)(caller, { accountId: params.account_id, name: body.name }),
        presentAccount,
      ),
  } satisfies Partial<Table>;
}

export function ofKeys(deps: Deps) {
  return {
    createKey: async ({ caller, body }) =>
      answer(
        await createKey(deps)(caller, {
          name: body.name,
          permissions: [...new Set(body.permissions)],
          accountIds: body.account_ids ?? null,
        }),
        ({ apiKey, key }) => ({ ...presentKey(apiKey), key }),
      ),
    listKeys: async ({ caller, query }) =>
      answer(await listKeys(deps)(caller, pageInput(query)), presentPage(presentKey)),
    revokeKey: async ({ caller, params }) =>
      answer(
        await revokeKey(deps)(caller, { keyId: params.key_id }),
        ({ keyId, isLiveElsewhere }) => ({
          id: keyId,
          revoked: true as const,
          is_live_elsewhere: isLiveElsewhere,
        }),
      ),
  } satisfies Partial<Table>;
}
