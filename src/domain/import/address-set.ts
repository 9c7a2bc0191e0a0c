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
const slotsMin = 1024;

export function createAddressSet(secret: readonly [number, number, number]): AddressSet {
  let slots = slotsMin;
  let table = new Int32Array(slots * lanes);
  let size = 0;
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

  /** The slot in which it is, or the empty one in which it would be. */
  function slotOf(into: Int32Array, size_: number, [a, b, c]: Int32Array): number {
    const mask = size_ - 1;
    for (let slot = (a ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * lanes;
      if (into[at] === 0) return at;
      if (into[at] === a && into[at + 1] === b && into[at + 2] === c) return at;
    }
  }

  function grow(): void {
    const bigger = new Int32Array(slots * 2 * lanes);
    for (let at = 0; at < table.length; at += lanes) {
      if (table[at] === 0) continue;
      const one = table.subarray(at, at + lanes);
      bigger.set(one, slotOf(bigger, slots * 2, one));
    }
    table = bigger;
    slots *= 2;
  }

  return {
    has: (address) => {
      hashOf(address);
      return table[slotOf(table, slots, hash)] !== 0;
    },
    add: (address) => {
      hashOf(address);
      const at = slotOf(table, slots, hash);
      if (table[at] !== 0) return false;
      table.set(hash, at);
      size++;
      if (size * 2 > slots) grow();
      return true;
    },
  };
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
