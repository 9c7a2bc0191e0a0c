/** The place where an account's members are listed, looked up, made something else, and removed. */
import { lockAccount } from '../db/accounts.ts';
import { releaseHome } from '../db/addresses.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { deleteInvitationsBy } from '../db/invitations.ts';
import { countKeysMadeBy } from '../db/keys.ts';
import {
  countOwners,
  deleteMembership,
  findMember as findMemberOf,
  listMembers as listMembersOf,
  markRole,
} from '../db/people.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { leavesNoOwner, type Member, mayInviteTo, mayTouch } from '../domain/people/member.ts';
import { hasRight, type Role, roles } from '../domain/permission.ts';
import type { Precondition } from '../domain/tags.ts';
import { memberTag, preconditionFailure } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';
import { writeAudit } from './write-audit.ts';

export function listMembers(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Member>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const list = { accountId: caller.accountId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listMembersOf(deps.db, list), input.limit, timeKeyOf));
  };
}

export function findMember(deps: DbDep) {
  return async (
    { accountId }: Caller,
    input: { readonly memberId: string },
  ): Promise<Result<Member, Failure>> => {
    const member = await findMemberOf(deps.db, accountId, input.memberId);
    return member === null ? failed(notFound('member')) : ok(member);
  };
}

export type ChangeRoleInput = {
  readonly memberId: string;
  readonly role: Role;
  readonly precondition?: Precondition;
};

export function changeRole(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: ChangeRoleInput): Promise<Result<Member, Failure>> => {
    const now = await deps.clock.read();
    const { accountId } = caller;
    return inTransaction(deps.db, async (tx) => {
      const found = await lockMember(tx, caller, input.memberId);
      if (!found.ok) return found;
      const { member, by } = found.value;
      if (!hasRight(by, 'members:manage') || !mayTouch(by, member.role, input.role)) {
        return failed(onlyOwners);
      }
      const stale = preconditionFailure(input.precondition ?? null, memberTag(member));
      if (stale !== null) return failed(stale);
      if (member.role === input.role) return ok(member);
      const owners = await countOwners(tx, accountId);
      if (leavesNoOwner(member, input.role, owners)) return failed(lastOwner);
      await markRole(tx, { accountId, personId: member.id, role: input.role });
      const changed = { ...member, role: input.role };
      const lost = roles.filter((role) => !mayInviteTo(input.role, role));
      await deleteInvitationsBy(tx, { accountId, personId: member.id, roles: lost });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'member.change_role',
        kind: 'member',
        id: member.id,
        before: member,
        after: changed,
      });
      return ok(changed);
    });
  };
}

export type RemoveMemberInput = { readonly memberId: string };

export type MemberRemoved = {
  readonly memberId: string;
  /** Keys they made: live, and without any right in this account from now on. */
  readonly keysLeft: number;
};

/** Anybody may leave; whoever manages members may remove others. */
export function removeMember(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    { memberId }: RemoveMemberInput,
  ): Promise<Result<MemberRemoved, Failure>> => {
    const now = await deps.clock.read();
    const { accountId } = caller;
    return inTransaction(deps.db, async (tx) => {
      const found = await lockMember(tx, caller, memberId);
      if (!found.ok) return found;
      const { member, by } = found.value;
      if (member.id !== caller.userId) {
        if (!hasRight(by, 'members:manage')) return failed(notYours);
        if (!mayTouch(by, member.role)) return failed(onlyOwners);
      }
      const owners = await countOwners(tx, accountId);
      if (leavesNoOwner(member, null, owners)) return failed(lastOwner);
      await deleteInvitationsBy(tx, { accountId, personId: member.id, roles });
      await deleteMembership(tx, accountId, member.id);
      await releaseHome(tx, accountId, member.id);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'member.remove',
        kind: 'member',
        id: member.id,
        before: member,
        after: null,
      });
      const keysLeft = await countKeysMadeBy(tx, { accountId, personId: member.id });
      return ok({ memberId: member.id, keysLeft });
    });
  };
}

type Locked = { readonly member: Member; readonly by: Role | null };

/**
 * The account's row is the mutex of its members: whoever comes second sees what the first has
 * changed, the last owner and their own role included.
 */
async function lockMember(
  tx: Db,
  { accountId, userId }: Caller,
  memberId: string,
): Promise<Result<Locked, Failure>> {
  await lockAccount(tx, accountId);
  const member = await findMemberOf(tx, accountId, memberId);
  if (member === null) return failed(notFound('member'));
  const by = await findMemberOf(tx, accountId, userId);
  return ok({ member, by: by?.role ?? null });
}

const notYours: Failure = {
  code: 'MISSING_PERMISSION',
  message: 'You can leave, and nobody else for you: ask an owner or an admin to remove others.',
  data: { permission: 'members:manage' },
};
export const onlyOwners: Failure = {
  code: 'ONLY_OWNERS',
  message: 'Only an owner can make, change or remove an owner; ask one.',
};
const lastOwner: Failure = {
  code: 'LAST_OWNER',
  message: 'This is the only owner, and an account needs one: make somebody else an owner first.',
};
