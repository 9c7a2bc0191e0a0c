/** Makes sealed values of every kind, as this version and earlier ones sealed them. */
import { createCipheriv, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { keyIdOf } from '../../src/adapters/vault/aes-vault.ts';
import type { Db } from '../../src/db/database.ts';
import type { Vault } from '../../src/ports/vault.ts';
import { answerContext, mailContext, secretContext } from '../../src/usecases/seal-contexts.ts';

/** As versions sealed that bound nothing to a row. */
export function sealUnbound(text: string, key: Buffer): Buffer {
  const header = Buffer.concat([Buffer.from([1]), keyIdOf(key)]);
  const nonce = randomBytes(12);
  const sealing = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([header, nonce, sealing.getAuthTag(), sealed]);
}

/** By a place of the row or by none; the text is what an alias or an answer says once opened. */
export type Seal = (text: string, context: Parameters<Vault['seal']>[1]) => Buffer;

/** So many aliases, kept answers and system mails of one account. */
export async function fillSealed(
  db: Db,
  of: { readonly accountId: string; readonly count: number; readonly seal: Seal },
): Promise<void> {
  const { accountId, count, seal } = of;
  for (let n = 0; n < count; n += 1) {
    const id = idOf(n);
    const secret = seal(secretOf(n), secretContext({ accountId, id }));
    const name = { accountId, method: 'POST', path: '/api/v1/things', key: `key ${n}` };
    const answer = seal(answerOf(n), answerContext(name));
    await sql`insert into alias (id, account_id, address, display_name, provider, secret, daily_cap,
        min_gap_seconds, version, created_at, updated_at)
      values (${id}, ${accountId}, ${`a${n}@ours.example`}, 'A', 'smtp', ${secret}, 10, 0, 1,
        now(), now())`.execute(db);
    await sql`insert into idempotency_key (account_id, method, path, key, request_hash, created_at,
        status, answer)
      values (${accountId}, ${name.method}, ${name.path}, ${name.key}, '\\x00', now(), 200,
        ${answer})`.execute(db);
    const content = seal(mailOf(n), mailContext({ accountId, id }));
    await sql`insert into system_mail (id, account_id, kind, about_id, recipient, content,
        created_at, due_at, expires_at)
      values (${id}, ${accountId}, 'email_code', ${id}, 'ada@example.com', ${content}, now(), now(),
        now() + interval '1 hour')`.execute(db);
  }
}

/** All that is sealed, in the clear, by the vault that is given. Throws where one does not open. */
export async function openAll(db: Db, vault: Vault): Promise<readonly string[]> {
  const aliases = await db
    .selectFrom('alias')
    .select(['account_id', 'id', 'secret'])
    .where('secret', 'is not', null)
    .orderBy('id')
    .execute();
  const answers = await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('answer', 'is not', null)
    .execute();
  const mails = await db
    .selectFrom('system_mail')
    .select(['account_id', 'id', 'content'])
    .where('content', 'is not', null)
    .execute();
  return [
    ...mails.map(({ account_id: accountId, id, content }) =>
      vault.open(content as Buffer, mailContext({ accountId, id })),
    ),
    ...aliases.map(({ account_id: accountId, id, secret }) =>
      vault.open(secret as Buffer, secretContext({ accountId, id })),
    ),
    ...answers.map(({ account_id: accountId, method, path, key, answer }) =>
      vault.open(answer as Buffer, answerContext({ accountId, method, path, key })),
    ),
  ].sort();
}

export function textsOf(count: number): readonly string[] {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return [...numbers.map(secretOf), ...numbers.map(answerOf), ...numbers.map(mailOf)].sort();
}

function secretOf(n: number): string {
  return JSON.stringify({ smtp: `password ${n}`, imap: null });
}

function answerOf(n: number): string {
  return JSON.stringify({ kind: 'answered', status: 200, data: { n } });
}

function mailOf(n: number): string {
  return JSON.stringify({ subject: `Code ${n}`, body: `Your code is ${n}.` });
}

function idOf(n: number): string {
  return `019cadc6-9a80-7000-8000-${String(n).padStart(12, '0')}`;
}
