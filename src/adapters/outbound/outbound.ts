/**
 * Looks a host up and judges every address it leads to. Every connection that a user's setting can
 * direct goes through here and uses these addresses, without a second look-up: a name server that
 * answers otherwise a second later (DNS rebinding) is not asked.
 */
import { lookup } from 'node:dns/promises';
import { failed, ok, type Result } from '../../lib/result.ts';
import type { HostLocation, Outbound, OutboundRefusal } from '../../ports/outbound.ts';
import { plainAddress, readHost } from './host.ts';
import {
  isLoopbackAddress,
  isPermittedAddress,
  isPermittedName,
  type PrivateHosts,
} from './permitted.ts';

export type Lookup = (name: string) => Promise<readonly string[]>;

export type OutboundOptions = {
  readonly privateHosts: PrivateHosts;
  /** The resolver of the system, hosts file included, unless a test has another one. */
  readonly lookup?: Lookup;
  readonly limits?: Partial<OutboundLimits>;
};

export type OutboundLimits = {
  readonly lookupMsMax: number;
  readonly lookupsAtOnceMax: number;
  readonly addressesMax: number;
};

export const outboundLimits: OutboundLimits = {
  /** Waiting for a turn included. */
  lookupMsMax: 10_000,
  /**
   * A look-up holds one of the four threads that Node also hashes passwords and reads files with,
   * for as long as a name server is silent, and cannot be called back.
   */
  lookupsAtOnceMax: 2,
  /** Addresses of one name that are tried; all of them are judged. */
  addressesMax: 8,
};

export function createOutbound(options: OutboundOptions): Outbound {
  const { privateHosts } = options;
  const limits = { ...outboundLimits, ...options.limits };
  const lookUp = takingTurns(options.lookup ?? systemLookup, limits.lookupsAtOnceMax);
  return {
    judgeSpelling: (host) => judgeSpelling(host, privateHosts),
    async locate(text) {
      const refusal = judgeSpelling(text, privateHosts);
      if (refusal !== null) return failed(refusal);
      const host = readHost(text);
      if (host === null) return failed(notAHost);
      if (host.kind === 'address') return ok(locationOf(host.address, [host.address]));
      const found = await withinTime(lookUp(host.name), limits.lookupMsMax);
      if (!found.ok) return found;
      const addresses = judgeAddresses(host.name, found.value, privateHosts);
      if (!addresses.ok) return addresses;
      return ok(locationOf(host.name, addresses.value.slice(0, limits.addressesMax)));
    },
  };
}

const notAHost: OutboundRefusal = {
  code: 'not-a-host',
  why: 'is not the name or the address of a host',
};

const notPermitted: OutboundRefusal = {
  code: 'not-permitted',
  why:
    'leads to a private, loopback or reserved address; whoever operates this server can permit ' +
    'it in COUNTERSIGN_PRIVATE_HOSTS',
};

const notThisMachine: OutboundRefusal = {
  code: 'not-permitted',
  why: 'leads to another machine than this one; use the name of that machine',
};

const notFound: OutboundRefusal = { code: 'not-found', why: 'has a name that could not be found' };

const tooSlow: OutboundRefusal = {
  code: 'too-slow',
  why: 'has a name that no name server answered for in time',
};

function judgeSpelling(text: string, privateHosts: PrivateHosts): OutboundRefusal | null {
  const host = readHost(text);
  if (host === null) return notAHost;
  if (host.kind === 'address') {
    return isPermittedAddress(host.address, privateHosts) ? null : notPermitted;
  }
  // RFC 6761, 6.3: such a name is this machine wherever it is asked for.
  const isHere = host.name === 'localhost' || host.name.endsWith('.localhost');
  const permitted = ['127.0.0.1', '::1'].some((here) => isPermittedAddress(here, privateHosts));
  if (!isHere || permitted || isPermittedName(host.name, privateHosts)) return null;
  return notPermitted;
}

/** One address that is not permitted refuses the name: which of them is used is chance. */
function judgeAddresses(
  name: string,
  found: readonly string[],
  privateHosts: PrivateHosts,
): Result<readonly string[], OutboundRefusal> {
  if (found.length === 0) return failed(notFound);
  const addresses = found.map(plainAddress);
  // A mailbox at localhost counts as harmless by its name: so the name must be true.
  if (name === 'localhost' && !addresses.every(isLoopbackAddress)) return failed(notThisMachine);
  if (isPermittedName(name, privateHosts)) return ok(addresses);
  const permitted = addresses.every((address) => isPermittedAddress(address, privateHosts));
  return permitted ? ok(addresses) : failed(notPermitted);
}

function locationOf(host: string, addresses: readonly string[]): HostLocation {
  const isHere = host === 'localhost' || host === addresses[0];
  return { host, addresses, isLoopback: isHere && addresses.every(isLoopbackAddress) };
}

async function systemLookup(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, order: 'verbatim' });
  return found.map(({ address }) => address);
}

/** The look-up itself goes on and keeps its turn: its thread is not free before it ends. */
function withinTime(
  looking: Promise<readonly string[]>,
  msMax: number,
): Promise<Result<readonly string[], OutboundRefusal>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(failed(tooSlow)), msMax);
    const settle = (result: Result<readonly string[], OutboundRefusal>): void => {
      clearTimeout(timer);
      resolve(result);
    };
    looking.then(
      (addresses) => settle(ok(addresses)),
      () => settle(failed(notFound)),
    );
  });
}

/** Whoever asks for a name that is being looked up waits for the same answer. */
function takingTurns(lookUp: Lookup, atOnceMax: number): Lookup {
  const asked = new Map<string, Promise<readonly string[]>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn(name: string): Promise<readonly string[]> {
    if (running >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await lookUp(name);
    } finally {
      asked.delete(name);
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return (name) => {
    const already = asked.get(name);
    if (already !== undefined) return already;
    const answer = inTurn(name);
    asked.set(name, answer);
    return answer;
  };
}
