/** The place where chance is taken from the operating system. */
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { Chance } from '../../ports/clock.ts';

const randomBytesOfId = 16;
/** Asked for together: to ask costs the same for one id as for two hundred. */
const pooledBytes = 256 * randomBytesOfId;

export function createChance(): Chance {
  const pool = new Uint8Array(pooledBytes);
  let used = pooledBytes;
  const random = (): Uint8Array => {
    if (used === pooledBytes) {
      randomFillSync(pool);
      used = 0;
    }
    used += randomBytesOfId;
    return pool.subarray(used - randomBytesOfId, used);
  };
  return { uuid: (at) => v7({ msecs: at, random: random() }) };
}
