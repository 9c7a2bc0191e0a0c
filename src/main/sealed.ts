/** The place where it is tried whether the secret key that is here opens what was sealed. */
import { createAesVault } from '../adapters/vault/aes-vault.ts';
import { listSealed } from '../db/aliases.ts';
import type { Db } from '../db/database.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Config } from './config.ts';
import { findSecretKey } from './secret-key.ts';

export type Sealed = { readonly open: number; readonly closed: number };

/** As a start would find it; null where a start would make one. */
export async function findSealingKey(config: Config): Promise<Result<Buffer | null, string>> {
  if (config.secretKey !== null) return ok(config.secretKey);
  return findSecretKey(config.dataDir);
}

export async function countSealed(db: Db, key: Buffer | null): Promise<Sealed> {
  const secrets = await listSealed(db);
  if (key === null) return { open: 0, closed: secrets.length };
  const vault = createAesVault(key);
  const open = secrets.filter((secret) => {
    try {
      vault.open(secret);
      return true;
    } catch {
      return false;
    }
  }).length;
  return { open, closed: secrets.length - open };
}
