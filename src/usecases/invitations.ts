/** The place where somebody is invited to an account, and where that is taken back. */
import { findAccount, lockAccount } from '../db/accounts.ts';
import { findMemberByAddress } from '../db/addresses.ts';
import { type Db, inTransaction } from '../db/database.ts';
import {
  countInvitations,
  deleteInvitation,
  findInvitationOf,
  insertInvitation,
  listInvitations as listInvitationsOf,
} from '../db/invitations.ts';
import { findMember } from '../db/people.ts';
import { countMailOfAccount, dropUnsentMail } from '../db/system-mail.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import {
  type Invitation,
  invitationLifeMs,
  openInvitationsMax,
} from '../domain/people/invitation.ts';
import { mayInviteTo } from '../domain/people/member.ts';
import { hourMs, invitationMailsPerHourMax } from '../domain/people/proof.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import type { Role } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type {
  ChanceDep,
  ClockDep,
  DbDep,
  LinksDep,
  PeopleDeps,
  PostDep,
  VaultDep,
} from './deps.ts';
import { onlyOwners } from './members.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';
import { tooManyMails, writeSystemMail } from './system-mail.ts';
import { writeAudit } from './write-audit.ts';

export type InviteInput = { readonly email: string; readonly role: Role };

/**
 * The token is handed out once, to whoever invites, to pass on. Null where the operator's own
 * mailbox sends it: then nobody sees it but whoever reads mail at that address.
 */
export type Invited = { readonly invitation: Invitation; readonly token: string | null };

type InviteDeps = PeopleDeps & VaultDep & PostDep & LinksDep;

/**
 * Whoever is invited again gets a new link, and the old one ends. Whether anybody has the address
 * outside of this account is not looked at: the inviter must not learn it.
 */
export function invite(deps: InviteDeps) {
  return async (caller: Caller, input: InviteInput): Promise<Result<Invited, Failure>> => {
    const email = normaliseAddress(input.email);
    if (email === null) return failed(invalid([noAddress]));
    const now = await deps.clock.read();
    const { accountId, userId } = caller;
    const token = deps.credentials.token();
    const isMailed = deps.post !== null;
    const invitation: Invitation = {
      id: deps.chance.uuid(now.real),
      accountId,
      email,
      role: input.role,
      invitedBy: userId,
      isMailed,
      createdAt: now.real,
      expiresAt: now.real + invitationLifeMs,
    };
    return inTransaction(deps.db, async (tx) => {
      await lockAccount(tx, accountId);
      const by = (await findMember(tx, accountId, userId))?.role ?? null;
      const earlier = await findInvitationOf(tx, accountId, { email });
      if (!mayInviteTo(by, input.role)) return failed(onlyOwners);
      if (earlier !== null && !mayInviteTo(by, earlier.role)) return failed(onlyOwners);
      if ((await findMemberByAddress(tx, accountId, email)) !== null) return failed(alreadyMember);
      const others = (await countInvitations(tx, accountId)) - (earlier === null ? 0 : 1);
      if (others >= openInvitationsMax) return failed(tooMany);
      const refusal = isMailed ? await mailRefusal(tx, invitation) : null;
      if (refusal !== null) return failed(refusal);
      if (earlier !== null) await endInvitation(tx, earlier, now.real);
      await insertInvitation(tx, { ...invitation, tokenHash: tokenHashOf(token) });
      if (isMailed) await mailLink(tx, deps, { invitation, token });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'invitation.create',
        kind: 'invitation',
        id: invitation.id,
        before: earlier,
        after: invitation,
      });
      return ok({ invitation, token: isMailed ? null : token });
    });
  };
}

async function endInvitation(
  tx: Db,
  { id, accountId }: Pick<Invitation, 'id' | 'accountId'>,
  real: number,
): Promise<void> {
  await deleteInvitation(tx, accountId, id);
  await dropUnsentMail(tx, id, real);
}

type Mailing = { readonly invitation: Invitation; readonly token: string };

/** How much is mailed is counted for the account alone: others' mail is none of its business. */
async function mailRefusal(
  tx: Db,
  { accountId, createdAt: real }: Invitation,
): Promise<Failure | null> {
  const of = { kind: 'invitation', accountId, since: real - hourMs } as const;
  const recent = await countMailOfAccount(tx, of);
  return tooManyMails(recent, { perHourMax: invitationMailsPerHourMax, real });
}

async function mailLink(tx: Db, deps: InviteDeps, { invitation, token }: Mailing): Promise<void> {
  const { id, accountId, email: recipient, createdAt, expiresAt } = invitation;
  const { name } = await findAccount(tx, accountId);
  await writeSystemMail(tx, deps, {
    id: deps.chance.uuid(createdAt),
    accountId,
    kind: 'invitation',
    aboutId: id,
    recipient,
    createdAt,
    expiresAt,
    text: {
      subject: 'You are invited to an account on Countersign',
      body:
        `You are invited to the account ${JSON.stringify(name)}, as ${invitation.role}.\n\n` +
        `${deps.links.screen('/invitation')}#${token}\n\n` +
        'The link is good once, within a week. Pass it on to nobody: whoever opens it is taken ' +
        'for you. If you expect no invitation, do nothing.',
    },
  });
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
      await endInvitation(tx, invitation, now.real);
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
