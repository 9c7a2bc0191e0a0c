/**
 * The place where a lead's mailbox is fixed before anything was sent: by a hash, the same
 * everywhere.
 */
import { sha256 } from '../../lib/sha256.ts';

/** Null where the campaign has no mailbox; the fold says so when the step is due. */
export function pinnedAlias(aliasIds: readonly string[], leadKey: string): string | null {
  if (aliasIds.length === 0) return null;
  return aliasIds[sha256(leadKey).readUIntBE(0, 6) % aliasIds.length] ?? null;
}
