/** The place where an address becomes the network that one attacker has for free. */

const placeLengthMax = 64;

/**
 * A host has one IPv4 address and a whole /64 of IPv6 ones (RFC 6177): counting those one by one
 * would count nothing.
 */
export function placeOf(address: string): string {
  const [bare = ''] = address.toLowerCase().split('%', 1);
  const v4 = /(?:^|^::ffff:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(bare)?.[1];
  if (v4 !== undefined) return v4;
  if (!/^[0-9a-f:]+$/.test(bare) || !bare.includes(':')) return bare.slice(0, placeLengthMax);
  return `${networkOf(bare).join(':')}::/64`;
}

/** The first four groups, without leading zeros. */
function networkOf(address: string): readonly string[] {
  const [head = '', tail] = address.split('::', 2);
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16));
}
