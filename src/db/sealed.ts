/**
 * Reads and replaces sealed values, a batch at a time, and keeps what is known of all of them.
 * Cross-tenant: a secret key seals for every account.
 */
import { type Db, statement } from './database.ts';

export type SealedSecret = {
  readonly accountId: string;
  readonly id: string;
  readonly sealed: Buffer;
};

const secretRows = statement<SealedSecret>(
  'list_sealed_secrets',
  `select account_id as "accountId", id, secret as sealed
   from alias
   where secret is not null and id > $1
   order by id
   limit $2`,
);

/** Cross-tenant: of mailboxes, those after an id. */
export function listSealedSecrets(
  db: Db,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly SealedSecret[]> {
  return secretRows(db, after, limit);
}

export type Replacement<Row> = { readonly row: Row; readonly sealed: Buffer };

const replaceSecretRows = statement<{ id: string }>(
  'replace_secrets',
  `update alias set secret = next.sealed
   from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[])
     as next (account_id, id, was, sealed)
   where alias.account_id = next.account_id and alias.id = next.id and alias.secret = next.was
   returning alias.id`,
);

/** Cross-tenant: only where nobody has entered another one meanwhile. How many. */
export async function replaceSecrets(
  db: Db,
  replacements: readonly Replacement<SealedSecret>[],
): Promise<number> {
  const replaced = await replaceSecretRows(
    db,
    replacements.map(({ row }) => row.accountId),
    replacements.map(({ row }) => row.id),
    replacements.map(({ row }) => row.sealed),
    replacements.map(({ sealed }) => sealed),
  );
  return replaced.length;
}

const mailRows = statement<SealedSecret>(
  'list_sealed_mails',
  `select account_id as "accountId", id, content as sealed
   from system_mail
   where content is not null and id > $1
   order by id
   limit $2`,
);

/** Cross-tenant: of system mails that wait, those after an id. */
export function listSealedMails(
  db: Db,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly SealedSecret[]> {
  return mailRows(db, after, limit);
}

const replaceMailRows = statement<{ id: string }>(
  'replace_mails',
  `update system_mail as mail set content = next.sealed
   from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as next (id, was, sealed)
   where mail.id = next.id and mail.content = next.was
   returning mail.id`,
);

/** Cross-tenant: only where the mail still waits. How many. */
export async function replaceMails(
  db: Db,
  replacements: readonly Replacement<SealedSecret>[],
): Promise<number> {
  const replaced = await replaceMailRows(
    db,
    replacements.map(({ row }) => row.id),
    replacements.map(({ row }) => row.sealed),
    replacements.map(({ sealed }) => sealed),
  );
  return replaced.length;
}

/** The primary key of a kept answer. */
export type AnswerName = {
  readonly accountId: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
};

export type SealedAnswer = AnswerName & { readonly sealed: Buffer };

const answerRows = statement<SealedAnswer>(
  'list_sealed_answers',
  `select account_id as "accountId", method, path, key, answer as sealed
   from idempotency_key
   where answer is not null and (account_id, method, path, key) > ($1, $2, $3, $4)
   order by account_id, method, path, key
   limit $5`,
);

/** Cross-tenant: of requests that may come twice, those after one. */
export function listSealedAnswers(
  db: Db,
  { after, limit }: { readonly after: AnswerName; readonly limit: number },
): Promise<readonly SealedAnswer[]> {
  return answerRows(db, after.accountId, after.method, after.path, after.key, limit);
}

const replaceAnswerRows = statement<{ key: string }>(
  'replace_answers',
  `update idempotency_key as kept set answer = next.sealed
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[])
     as next (account_id, method, path, key, was, sealed)
   where kept.account_id = next.account_id and kept.method = next.method
     and kept.path = next.path and kept.key = next.key and kept.answer = next.was
   returning kept.key`,
);

/** Cross-tenant: only where the answer is still the same. How many. */
export async function replaceAnswers(
  db: Db,
  replacements: readonly Replacement<SealedAnswer>[],
): Promise<number> {
  const replaced = await replaceAnswerRows(
    db,
    replacements.map(({ row }) => row.accountId),
    replacements.map(({ row }) => row.method),
    replacements.map(({ row }) => row.path),
    replacements.map(({ row }) => row.key),
    replacements.map(({ row }) => row.sealed),
    replacements.map(({ sealed }) => sealed),
  );
  return replaced.length;
}

export type Sealing = { readonly keyId: Buffer };

const sealingRow = statement<Sealing>(
  'find_sealing',
  'select key_id as "keyId" from sealing where id = 1',
);

/** Null: there may still be values that are bound to no row. */
export async function findSealing(db: Db): Promise<Sealing | null> {
  const [row] = await sealingRow(db);
  return row ?? null;
}

const insertRow = statement(
  'insert_sealing',
  `insert into sealing (id, key_id, bound_at) values (1, $1, clock_timestamp())
   on conflict (id) do nothing`,
);

/** Everything is bound to its row, and sealed by this key. */
export async function insertSealing(db: Db, keyId: Buffer): Promise<void> {
  await insertRow(db, keyId);
}

const markRow = statement(
  'mark_rotated',
  'update sealing set key_id = $1, rotated_at = clock_timestamp() where id = 1',
);

export async function markRotated(db: Db, keyId: Buffer): Promise<void> {
  await markRow(db, keyId);
}

const tryLock = statement<{ got: boolean }>(
  'try_rotation_lock',
  'select pg_try_advisory_lock(7246108219337412) as got',
);
const unlock = statement('unlock_rotation', 'select pg_advisory_unlock(7246108219337412)');

/** For whoever holds this one connection: one rotation at a time. The number means nothing. */
export async function tryLockRotation(session: Db): Promise<boolean> {
  const [row] = await tryLock(session);
  return row?.got === true;
}

export async function unlockRotation(session: Db): Promise<void> {
  await unlock(session);
}
