/** The place where whoever runs the machine sees keys and accounts of all tenants. */
import { keyPermissions, type Role } from '../domain/permission.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type OperatorKey = {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly key_prefix: string;
  /** At home, as of now. */
  readonly permissions: readonly string[];
  readonly created_at: number;
  readonly last_used_at: number | null;
};

const keyRows = statement<OperatorKey & { readonly role: Role | null }>(
  'list_all_keys',
  `select key.id, key.account_id, name, key_prefix, permissions, key.created_at, last_used_at,
      maker.role
    from api_key as key
      left join membership as maker using (account_id, person_id)
    where revoked_at is null and ($1::uuid is null or key.account_id = $1)
    order by key.account_id, key.created_at, key.id`,
);

/** Cross-tenant: live ones, by their home. Bounded by the keys an account may have. */
export async function listAllKeys(db: Db, accountId: string | null): Promise<OperatorKey[]> {
  const rows = await keyRows(db, accountId);
  return rows.map(({ role, ...key }) => ({
    ...key,
    permissions: keyPermissions(key.permissions, role),
  }));
}

const ownerRows = statement<{ account_id: string; name: string; person_id: string | null }>(
  'list_owners',
  `select a.id as account_id, a.name, (select m.person_id from membership m
      where m.account_id = a.id and m.role = 'owner' order by m.created_at, m.person_id limit 1)
      as person_id
   from account a order by a.created_at, a.id`,
);

export type OwnedAccount = {
  readonly account_id: string;
  readonly name: string;
  readonly person_id: string | null;
};

/** Cross-tenant: each account with its first owner. */
export function listOwnedAccounts(db: Db): Promise<OwnedAccount[]> {
  return ownerRows(db);
}

const homeRow = statement<{ account_id: string }>(
  'find_home_of_key',
  'select account_id from api_key where id = $1 and revoked_at is null',
);

/** Cross-tenant: null where there is no such key, or it is revoked. */
export async function findHomeOfKey(db: Db, keyId: string): Promise<string | null> {
  const [row] = await homeRow(db, keyId);
  return row?.account_id ?? null;
}
