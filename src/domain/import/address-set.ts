/**
 * The place where millions of addresses are remembered in little memory: twelve bytes each.
 *
 * A set of two million strings takes 200 MB, this takes fifty. What it keeps is 96 bits of a hash
 * under a secret of the run: that two different addresses of two million collide has a chance of
 * one in 10^16, and nobody can make a file in which they do.
 */

export type AddressSet = {
  /** False where it was there already. */
  readonly add: (address: string) => boolean;
  readonly has: (address: string) => boolean;
};

const lanes = 3;
const slotsMin = 64;
/** What grows is copied: of thirty-two parts one at a time, so that nothing is there twice. */
const parts = 32;

type Part = { table: Int32Array; size: number };

export function createAddressSet(secret: readonly [number, number, number]): AddressSet {
  const all: readonly Part[] = Array.from({ length: parts }, () => ({
    table: new Int32Array(slotsMin * lanes),
    size: 0,
  }));
  let isEmpty = true;
  const hash = new Int32Array(lanes);

  /** Murmur3's steps, a lane a secret. Zero marks an empty slot, so no first lane is zero. */
  function hashOf(text: string): void {
    let [a, b, c] = secret as [number, number, number];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 0xcc9e2d51);
      a = ((a << 15) | (a >>> 17)) + code;
      b = Math.imul(b ^ code, 0x85ebca6b);
      b = ((b << 13) | (b >>> 19)) ^ a;
      c = Math.imul(c ^ code, 0xc2b2ae35);
      c = ((c << 16) | (c >>> 16)) + b;
    }
    hash[0] = finish(a ^ text.length) || 1;
    hash[1] = finish(b);
    hash[2] = finish(c);
  }

  /** The one in which it is, if it is in any; by other bits than its slot. */
  function partOf(text: string): Part {
    hashOf(text);
    return all[(hash[1] ?? 0) & (parts - 1)] as Part;
  }

  return {
    has: (address) => {
      if (isEmpty) return false;
      const { table } = partOf(address);
      return table[slotOf(table, hash)] !== 0;
    },
    add: (address) => {
      const part = partOf(address);
      const at = slotOf(part.table, hash);
      if (part.table[at] !== 0) return false;
      part.table.set(hash, at);
      part.size++;
      isEmpty = false;
      if (part.size * lanes * 2 > part.table.length) part.table = grown(part.table);
      return true;
    },
  };
}

/** The place of the slot in which it is, or of the empty one in which it would be. */
function slotOf(table: Int32Array, [a, b, c]: Int32Array): number {
  const mask = table.length / lanes - 1;
  for (let slot = (a ?? 0) & mask; ; slot = (slot + 1) & mask) {
    const at = slot * lanes;
    if (table[at] === 0) return at;
    if (table[at] === a && table[at + 1] === b && table[at + 2] === c) return at;
  }
}

function grown(table: Int32Array): Int32Array {
  const bigger = new Int32Array(table.length * 2);
  for (let at = 0; at < table.length; at += lanes) {
    if (table[at] === 0) continue;
    const one = table.subarray(at, at + lanes);
    bigger.set(one, slotOf(bigger, one));
  }
  return bigger;
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
