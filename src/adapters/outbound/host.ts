/**
 * Reads a host as people, and attackers, write it, and says what it is in its one spelling: an
 * address or a name.
 *
 * The WHATWG parser of Node knows the spellings that system calls accept (`0x7f.1`, `2130706433`,
 * full-width digits), so that no spelling is judged here and understood otherwise by a connection.
 */
import ipaddr from 'ipaddr.js';

export type Host =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string };

// What the parser would read as another part of a URL, decode, or drop without a word.
const foreign = /[\s\p{Cc}\p{Cf}/\\?#@:%[\]]/u;
const name = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*$/;

/** Null: it is no host. */
export function readHost(text: string): Host | null {
  const bare = text.replace(/^\[([^\]]*)\]$/, '$1');
  if (bare.includes(':')) return readIpv6(bare);
  if (bare !== text || foreign.test(text)) return null;
  const spelled = canonical(text);
  if (spelled === null) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(spelled)) return { kind: 'address', address: spelled };
  const withoutDot = spelled.replace(/\.$/, '');
  return name.test(withoutDot) ? { kind: 'name', name: withoutDot } : null;
}

/** A zone (`fe80::1%eth0`) is refused: such an address leads to a neighbour. */
function readIpv6(text: string): Host | null {
  if (!/^[0-9a-f:.]+$/i.test(text)) return null;
  const spelled = canonical(`[${text}]`);
  return spelled === null ? null : { kind: 'address', address: plainAddress(spelled.slice(1, -1)) };
}

/** An IPv4 address that is written as an IPv6 one is connected to as IPv4: so it is judged. */
export function plainAddress(address: string): string {
  return ipaddr.process(address).toString();
}

function canonical(text: string): string | null {
  const url = `http://${text}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
