/**
 * Decides which addresses a connection may lead to: public ones, and what the operator lists in
 * `COUNTERSIGN_PRIVATE_HOSTS`.
 */
import ipaddr from 'ipaddr.js';
import { failed, ok, type Result } from '../../lib/result.ts';
import { plainAddress, readHost } from './host.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** What the operator permits beside the public internet. */
export type PrivateHosts = {
  readonly names: ReadonlySet<string>;
  readonly networks: readonly Network[];
};

export const noPrivateHosts: PrivateHosts = { names: new Set(), networks: [] };

const loopbackNetworks: readonly Network[] = [
  ipaddr.parseCIDR('127.0.0.0/8'),
  ipaddr.parseCIDR('::1/128'),
];

export const loopbackHosts: PrivateHosts = { names: new Set(), networks: loopbackNetworks };

/** For what the operator alone configures: nobody else can name a host there. */
export const everyHost: PrivateHosts = {
  names: new Set(),
  networks: [ipaddr.parseCIDR('0.0.0.0/0'), ipaddr.parseCIDR('::/0')],
};

/**
 * Names, addresses and networks with commas between; `loopback` stands for this machine, `none`
 * for nothing at all. A failure is the part that could not be read.
 */
export function parsePrivateHosts(text: string): Result<PrivateHosts, string> {
  const names = new Set<string>();
  const networks: Network[] = [];
  for (const part of text.split(',').map((word) => word.trim())) {
    if (part === 'none') continue;
    if (part === 'loopback') {
      networks.push(...loopbackNetworks);
      continue;
    }
    const network = readNetwork(part);
    const host = network === null ? readHost(part) : null;
    if (network !== null) networks.push(network);
    else if (host?.kind === 'name') names.add(host.name);
    else return failed(part);
  }
  return ok({ names, networks });
}

function readNetwork(part: string): Network | null {
  const [text = '', size, ...more] = part.split('/');
  const host = readHost(text);
  if (host?.kind !== 'address' || more.length > 0) return null;
  const address = ipaddr.parse(host.address);
  const bitsMax = address.kind() === 'ipv4' ? 32 : 128;
  if (size === undefined) return [address, bitsMax];
  return /^\d{1,3}$/.test(size) && Number(size) <= bitsMax ? [address, Number(size)] : null;
}

export function isLoopbackAddress(address: string): boolean {
  return isWithin(ipaddr.parse(plainAddress(address)), loopbackNetworks);
}

/** A listed name is permitted by `isPermittedName` whatever it leads to. */
export function isPermittedAddress(address: string, { networks }: PrivateHosts): boolean {
  const whole = ipaddr.parse(plainAddress(address));
  const inner = translated(whole);
  if (isWithin(whole, networks)) return true;
  return inner === null ? isPublic(whole) : isPublic(inner) || isWithin(inner, networks);
}

export function isPermittedName(name: string, { names }: PrivateHosts): boolean {
  return names.has(name);
}

/**
 * Only what no registry sets apart is public. Of IPv6 that is 2000::/3 at most (RFC 4291, 2.4): a
 * list of exceptions alone would let the deprecated `::127.0.0.1` pass.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isWithin(address, globalUnicast);
}

const globalUnicast: readonly Network[] = [ipaddr.parseCIDR('2000::/3')];
const nat64: readonly Network[] = [ipaddr.parseCIDR('64:ff9b::/96')];

/**
 * A network that has IPv6 alone reaches every IPv4 server as `64:ff9b::` and its address (RFC
 * 6052): such an address is as public as the one in it. 6to4 and Teredo are public nowhere.
 */
function translated(address: Address): ipaddr.IPv4 | null {
  if (!isWithin(address, nat64)) return null;
  return new ipaddr.IPv4(address.toByteArray().slice(-4));
}

function isWithin(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  );
}
