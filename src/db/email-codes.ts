/**
 * Reads and writes the codes that prove an address: one for each person, as a hash. Cross-tenant.
 */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

/** Takes the place of the one before, and so its tries begin anew. */
export async function writeEmailCode(
  tx: Db,
  code: {
    readonly personId: string;
    readonly codeHash: string;
    readonly createdAt: number;
    readonly expiresAt: number;
  },
): Promise<void> {
  const fields = {
    code_hash: code.codeHash,
    created_at: at(code.createdAt),
    expires_at: at(code.expiresAt),
    tries: 0,
  };
  await tx
    .insertInto('email_code')
    .values({ person_id: code.personId, ...fields })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(fields))
    .execute();
}

/** Counted before it is looked at: of a thousand at once as many are looked at as are left. */
const takeTry = statement<{ code_hash: string }>(
  'take_email_code_try',
  `update email_code set tries = tries + 1
   where person_id = $1
     and expires_at > $2
     and tries < $3
   returning code_hash`,
);

/** Null where there is no code, or it has no try left. */
export async function takeCodeTry(
  db: Db,
  { personId, real, triesMax }: { personId: string; real: number; triesMax: number },
): Promise<string | null> {
  const [row] = await takeTry(db, personId, at(real), triesMax);
  return row?.code_hash ?? null;
}

/** A look that did not take place. */
export async function giveBackCodeTry(db: Db, personId: string): Promise<void> {
  await db
    .updateTable('email_code')
    .set((column) => ({ tries: column('tries', '-', 1) }))
    .where('person_id', '=', personId)
    .where('tries', '>', 0)
    .execute();
}

/** False where this very code is there no more: it was used, or another has taken its place. */
export async function deleteEmailCode(
  tx: Db,
  personId: string,
  codeHash: string,
): Promise<boolean> {
  const result = await tx
    .deleteFrom('email_code')
    .where('person_id', '=', personId)
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
