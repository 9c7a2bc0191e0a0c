/** The place where the answers of requests that may come twice are kept, and found again. */
import { sha256 } from '../lib/sha256.ts';
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

/** What makes two requests the same one, as far as their caller says so. */
export type RequestName = {
  readonly accountId: string;
  readonly method: string;
  /** Without a trailing slash. */
  readonly path: string;
  readonly key: string;
};

export type KeptAnswer = { readonly status: number; readonly answer: Buffer };

export type KnownRequest = {
  readonly requestHash: Buffer;
  readonly createdAt: number;
  /** Null while it is under way outside any transaction, or its process died. */
  readonly kept: KeptAnswer | null;
  readonly leaseUntil: number | null;
};

const tryLock = statement<{ got: boolean }>(
  'try_request_lock',
  'select pg_try_advisory_xact_lock($1::bigint) as got',
);

/** Never waits; held until the transaction ends. Two names share a lock once in 2^64. */
export async function tryLockRequest(tx: Db, name: RequestName): Promise<boolean> {
  const text = JSON.stringify([name.accountId, name.method, name.path, name.key]);
  const [row] = await tryLock(tx, sha256(text).readBigInt64BE(0).toString());
  return row?.got === true;
}

/** A statement after the lock's own: one that saw both would look from before it had the lock. */
export async function findRequest(tx: Db, name: RequestName): Promise<KnownRequest | null> {
  const row = await tx
    .selectFrom('idempotency_key')
    .select(['request_hash', 'created_at', 'status', 'answer', 'lease_until'])
    .where('account_id', '=', name.accountId)
    .where('method', '=', name.method)
    .where('path', '=', name.path)
    .where('key', '=', name.key)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { status, answer } = row;
  return {
    requestHash: row.request_hash,
    createdAt: row.created_at,
    kept: status === null || answer === null ? null : { status, answer },
    leaseUntil: row.lease_until,
  };
}

type Row = RequestName & { readonly requestHash: Buffer; readonly now: number };

/** Takes the place of one that is too old, or whose lease has lapsed: nobody else is here. */
export async function writeAnswer(tx: Db, row: Row & { readonly kept: KeptAnswer }): Promise<void> {
  const { status, answer } = row.kept;
  await write(tx, row, { status, answer, lease_token: null, lease_until: null });
}

type Lease = { readonly token: string; readonly until: number };

export async function writeReservation(
  tx: Db,
  row: Row & { readonly lease: Lease },
): Promise<void> {
  const { token, until } = row.lease;
  await write(tx, row, { status: null, answer: null, lease_token: token, lease_until: at(until) });
}

type State = {
  readonly status: number | null;
  readonly answer: Buffer | null;
  readonly lease_token: string | null;
  readonly lease_until: string | null;
};

async function write(tx: Db, row: Row, state: State): Promise<void> {
  const values = { ...state, request_hash: row.requestHash, created_at: at(row.now) };
  const { accountId: account_id, method, path, key } = row;
  await tx
    .insertInto('idempotency_key')
    .values({ account_id, method, path, key, ...values })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'method', 'path', 'key']).doUpdateSet(values),
    )
    .execute();
}

/** Nothing where the lease had lapsed and another took its place. */
export async function fillReservation(
  db: Db,
  name: RequestName,
  { token, kept }: { readonly token: string; readonly kept: KeptAnswer },
): Promise<void> {
  await db
    .updateTable('idempotency_key')
    .set({ ...kept, lease_token: null, lease_until: null })
    .where('account_id', '=', name.accountId)
    .where('lease_token', '=', token)
    .where('method', '=', name.method)
    .where('path', '=', name.path)
    .where('key', '=', name.key)
    .execute();
}

export async function deleteReservation(db: Db, name: RequestName, token: string): Promise<void> {
  await db
    .deleteFrom('idempotency_key')
    .where('account_id', '=', name.accountId)
    .where('lease_token', '=', token)
    .where('method', '=', name.method)
    .where('path', '=', name.path)
    .where('key', '=', name.key)
    .execute();
}

const deleteOld = statement<{ key: string }>(
  'delete_old_answers',
  `delete from idempotency_key where ctid = any(array(
     select ctid from idempotency_key where created_at <= $1 order by created_at limit $2
       for update skip locked))
   returning key`,
);

/** Cross-tenant: answers that nobody may ask for any more. */
export async function deleteOldAnswers(db: Db, before: number, limit: number): Promise<number> {
  return (await deleteOld(db, at(before), limit)).length;
}
