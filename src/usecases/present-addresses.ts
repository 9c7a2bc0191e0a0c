/** The place where the addresses of a dataset are loaded, so that a file's can be held to them. */
import type { Db } from '../db/database.ts';
import { listPresentLeads } from '../db/import-rows.ts';
import { type AddressSet, createAddressSet } from '../domain/import/address-set.ts';
import { createLeadKey } from '../domain/import/judge-rows.ts';
import { sha256 } from '../lib/sha256.ts';
import type { ChanceDep } from './deps.ts';

type Secret = readonly [number, number, number];

const batchMax = 10_000;

/** Of this run alone: nobody can make addresses that collide under it. */
export function secretOf({ chance }: ChanceDep, real: number): Secret {
  const bytes = sha256(chance.uuid(real));
  return [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8)];
}

export async function loadPresent(
  db: Db,
  secret: Secret,
  of: { readonly accountId: string; readonly datasetId: string },
): Promise<AddressSet> {
  const present = createAddressSet(secret);
  const keyOf = createLeadKey();
  for (let after = -1; ; ) {
    const rows = await listPresentLeads(db, { ...of, after, limit: batchMax });
    for (const { email, data } of rows) {
      const key = keyOf(email, data);
      if (key !== null) present.add(key);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchMax) return present;
    after = last.row_index;
  }
}
