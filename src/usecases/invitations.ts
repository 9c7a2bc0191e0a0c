/** The place where somebody is invited to an account, and where that is taken back. */
import { lockAccount } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import {
  countInvitations,
  deleteInvitation,
  findInvitationOf,
  insertInvitation,
  listInvitations as listInvitationsOf,
} from '../db/invitations.ts';
import { findMember, findPersonByEmail } from '../db/people.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import {
  type Invitation,
  invitationLifeMs,
  openInvitationsMax,
} from '../domain/people/invitation.ts';
import { mayInviteTo } from '../domain/people/member.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import type { Role } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, PeopleDeps } from './deps.ts';
import { onlyOwners } from './members.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';
import { writeAudit } from './write-audit.ts';

export type InviteInput = { readonly email: string; readonly role: Role };

/** The token is handed out once, for whoever invites to pass on: we send no mail of our own. */
export type Invited = { readonly invitation: Invitation; readonly token: string };

/** Whoever is invited again gets a new link, and the old one ends. */
export function invite(deps: PeopleDeps) {
  return async (caller: Caller, input: InviteInput): Promise<Result<Invited, Failure>> => {
    const email = normaliseAddress(input.email);
    if (email === null) return failed(invalid([noAddress]));
    const now = await deps.clock.read();
    const { accountId, userId } = caller;
    const token = deps.credentials.token();
    const invitation: Invitation = {
      id: deps.chance.uuid(now.real),
      accountId,
      email,
      role: input.role,
      invitedBy: userId,
      createdAt: now.real,
      expiresAt: now.real + invitationLifeMs,
    };
    return inTransaction(deps.db, async (tx) => {
      await lockAccount(tx, accountId);
      const by = (await findMember(tx, accountId, userId))?.role ?? null;
      const earlier = await findInvitationOf(tx, accountId, { email });
      if (!mayInviteTo(by, input.role)) return failed(onlyOwners);
      if (earlier !== null && !mayInviteTo(by, earlier.role)) return failed(onlyOwners);
      const person = await findPersonByEmail(tx, email);
      if (person !== null && (await findMember(tx, accountId, person.id)) !== null) {
        return failed(alreadyMember);
      }
      const others = (await countInvitations(tx, accountId)) - (earlier === null ? 0 : 1);
      if (others >= openInvitationsMax) return failed(tooMany);
      if (earlier !== null) await deleteInvitation(tx, accountId, earlier.id);
      await insertInvitation(tx, { ...invitation, tokenHash: tokenHashOf(token) });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'invitation.create',
        kind: 'invitation',
        id: invitation.id,
        before: earlier,
        after: invitation,
      });
      return ok({ invitation, token });
    });
  };
}

const noAddress = { path: ['email'], message: 'must be an e-mail address', type: 'string.email' };
export const alreadyMember: Failure = {
  code: 'ALREADY_MEMBER',
  message: 'They are a member of this account already; change their role instead.',
};
const tooMany: Failure = {
  code: 'LIMIT_REACHED',
  message: `An account has at most ${openInvitationsMax} open invitations; withdraw some first.`,
};

export function listInvitations(deps: DbDep & ClockDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Invitation>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { real } = await deps.clock.read();
    const { accountId } = caller;
    const list = { accountId, after: after.value, limit: input.limit + 1, real };
    return ok(pageOf(await listInvitationsOf(deps.db, list), input.limit, timeKeyOf));
  };
}

export type WithdrawInvitationInput = { readonly invitationId: string };

export function withdrawInvitation(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    { invitationId }: WithdrawInvitationInput,
  ): Promise<Result<{ readonly invitationId: string }, Failure>> => {
    const now = await deps.clock.read();
    const { accountId, userId } = caller;
    return inTransaction(deps.db, async (tx) => {
      await lockAccount(tx, accountId);
      const invitation = await findInvitationOf(tx, accountId, { id: invitationId });
      if (invitation === null) return failed(notFound('invitation'));
      const by = (await findMember(tx, accountId, userId))?.role ?? null;
      if (!mayInviteTo(by, invitation.role)) return failed(onlyOwners);
      await deleteInvitation(tx, accountId, invitationId);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'invitation.withdraw',
        kind: 'invitation',
        id: invitationId,
        before: invitation,
        after: null,
      });
      return ok({ invitationId });
    });
  };
}
