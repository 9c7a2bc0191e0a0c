/** The place where the routes of members, accounts and keys meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { accountNameTag, memberTag } from '../../domain/tags.ts';
import { createAccount, renameAccount } from '../../usecases/accounts.ts';
import type { Deps } from '../../usecases/deps.ts';
import { findReachedAccount, listReachedAccounts } from '../../usecases/find-identity.ts';
import { invite, listInvitations, withdrawInvitation } from '../../usecases/invitations.ts';
import { createKey, listKeys, revokeKey } from '../../usecases/keys.ts';
import { changeRole, findMember, listMembers, removeMember } from '../../usecases/members.ts';
import { preconditionOf } from '../shell/if-match.ts';
import { answer, answerTagged, type Handlers } from '../shell/surface.ts';
import { pageInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentAccount, presentInvitation, presentKey, presentMember } from './present-people.ts';

type Table = Handlers<typeof campaignsRoutes>;

const shownAccount = { present: presentAccount, tag: accountNameTag };

function shownMember(userId: string) {
  return { present: presentMember(userId), tag: memberTag };
}

export function ofMembers(deps: Deps) {
  return {
    listMembers: async ({ caller, query }) =>
      answer(
        await listMembers(deps)(caller, pageInput(query)),
        presentPage(presentMember(caller.userId)),
      ),
    getMember: async ({ caller, params }) =>
      answerTagged(
        await findMember(deps)(caller, { memberId: params.member_id }),
        shownMember(caller.userId),
      ),
    changeMember: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await changeRole(deps)(caller, {
          memberId: params.member_id,
          role: body.role,
          precondition: preconditionOf(ifMatch),
        }),
        shownMember(caller.userId),
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
        link: token === null ? null : `${deps.publicUrl ?? ''}/invitation#${token}`,
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
      answerTagged(await createAccount(deps)(caller, body), shownAccount),
    getOwnAccount: async ({ caller, params }) =>
      answerTagged(
        await findReachedAccount(deps)(caller, { accountId: params.account_id }),
        shownAccount,
      ),
    renameAccount: async ({ caller, params, body, ifMatch }) =>
      answerTagged(
        await renameAccount(deps)(caller, {
          accountId: params.account_id,
          name: body.name,
          precondition: preconditionOf(ifMatch),
        }),
        shownAccount,
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
