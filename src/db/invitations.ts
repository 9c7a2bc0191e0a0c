/**
 * The place where invitations are read and written: those that are open, for none other is kept.
 */
import { sql } from 'kysely';
import type { Invitation } from '../domain/people/invitation.ts';
import type { Role } from '../domain/permission.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import type { NewestFirst } from './paging.ts';
import { before } from './paging.ts';

type Row = {
  readonly id: string;
  readonly account_id: string;
  readonly email: string;
  readonly role: string;
  readonly invited_by: string;
  readonly is_mailed: boolean;
  readonly created_at: number;
  readonly expires_at: number;
};

const columns = [
  'id',
  'account_id',
  'email',
  'role',
  'invited_by',
  'is_mailed',
  'created_at',
  'expires_at',
] as const;

export async function listInvitations(
  db: Db,
  list: NewestFirst & { readonly real: number },
): Promise<readonly Invitation[]> {
  const rows = await db
    .selectFrom('invitation')
    .select(columns)
    .where('account_id', '=', list.accountId)
    .where(isOpenAt(list.real))
    .where(before(list.after))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(list.limit)
    .execute();
  return rows.map(rowToInvitation);
}

/** True only under the account's lock. */
export async function countInvitations(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('invitation')
    .select((column) => column.fn.countAll<number>().as('open'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return row.open;
}

export async function findInvitationOf(
  db: Db,
  accountId: string,
  which: { readonly id: string } | { readonly email: string },
): Promise<Invitation | null> {
  const [column, value] =
    'id' in which ? (['id', which.id] as const) : (['email', which.email] as const);
  const row = await db
    .selectFrom('invitation')
    .select(columns)
    .where('account_id', '=', accountId)
    .where(column, '=', value)
    .executeTakeFirst();
  return row === undefined ? null : rowToInvitation(row);
}

/** Cross-tenant: whoever has its link is a stranger yet. */
export async function findInvitation(
  db: Db,
  tokenHash: Buffer,
  real: number,
): Promise<Invitation | null> {
  const row = await db
    .selectFrom('invitation')
    .select(columns)
    .where('token_hash', '=', tokenHash)
    .where(isOpenAt(real))
    .executeTakeFirst();
  return row === undefined ? null : rowToInvitation(row);
}

export async function insertInvitation(
  db: Db,
  invitation: Invitation & { readonly tokenHash: Buffer },
): Promise<void> {
  await db
    .insertInto('invitation')
    .values({
      id: invitation.id,
      account_id: invitation.accountId,
      token_hash: invitation.tokenHash,
      email: invitation.email,
      role: invitation.role,
      invited_by: invitation.invitedBy,
      is_mailed: invitation.isMailed,
      created_at: at(invitation.createdAt),
      expires_at: at(invitation.expiresAt),
    })
    .execute();
}

/** False where it is gone already: of two who take it the second finds nothing. */
export async function deleteInvitation(db: Db, accountId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('invitation')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** What somebody may not invite to any more, they have not invited to either. */
export async function deleteInvitationsBy(
  db: Db,
  of: {
    readonly accountId: string;
    readonly personId: string;
    readonly roles: readonly Role[];
  },
): Promise<void> {
  if (of.roles.length === 0) return;
  await db
    .deleteFrom('invitation')
    .where('account_id', '=', of.accountId)
    .where('invited_by', '=', of.personId)
    .where('role', 'in', [...of.roles])
    .execute();
}

function isOpenAt(real: number) {
  return sql<boolean>`expires_at > ${at(real)}::timestamptz`;
}

function rowToInvitation(row: Row): Invitation {
  return {
    id: row.id,
    accountId: row.account_id,
    email: row.email,
    role: row.role as Role,
    invitedBy: row.invited_by,
    isMailed: row.is_mailed,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
