/** Binds sealed values to their rows at a start, and counts those that the keys here open. */
import { createAesResealer, fixedKeys, keyIdOf } from '../adapters/vault/aes-vault.ts';
import type { Db } from '../db/database.ts';
import { findSealing, insertSealing, listSealedSecrets } from '../db/sealed.ts';
import type { Resealer } from '../ports/vault.ts';
import { type Counted, resealAll } from '../usecases/reseal.ts';
import { secretContext } from '../usecases/seal-contexts.ts';
import type { SecretKeys } from './secret-key.ts';

/** Opens by every key that is here. */
export function resealerOf(
  { current, former }: SecretKeys,
  of: { readonly takesUnbound: boolean },
): Resealer {
  return createAesResealer(fixedKeys(current, ...former), of);
}

/**
 * Versions before this one bound nothing. What they sealed is bound once, before anything is
 * opened; from then on the database says so, and nothing that is unbound is taken any more. While a
 * value is left that no key here opens, such as after a restore without the key, it does not say
 * so: the next start with the right key binds it. Answers the id of the key that sealed all, or
 * null.
 */
export async function bindSealed(db: Db, keys: SecretKeys): Promise<Buffer | null> {
  const found = await findSealing(db);
  if (found !== null) return found.keyId;
  const counted = await resealAll({ db, resealer: resealerOf(keys, { takesUnbound: true }) });
  if (counted === null || counted.closedUnbound > 0) return null;
  return noteBound(db, keys, counted);
}

/** What another key sealed, and is not here to open it, is still that key's. */
async function noteBound(db: Db, { current }: SecretKeys, { closed }: Counted): Promise<Buffer> {
  const keyId = closed === 0 ? keyIdOf(current) : noKey;
  await insertSealing(db, keyId);
  return keyId;
}

/** Shorter than any key's. */
const noKey = Buffer.alloc(0);

export type Sealed = { readonly open: number; readonly closed: number };

const batchRows = 500;

export async function countSealed(db: Db, keys: SecretKeys | null): Promise<Sealed> {
  const takesUnbound = (await findSealing(db)) === null;
  const resealer = keys === null ? null : resealerOf(keys, { takesUnbound });
  const sealed = { open: 0, closed: 0 };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await listSealedSecrets(db, { after, limit: batchRows });
    for (const row of rows) {
      const kind = resealer?.reseal(row.sealed, secretContext(row)).kind ?? 'closed';
      sealed[kind === 'closed' ? 'closed' : 'open'] += 1;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return sealed;
    after = last.id;
  }
}
