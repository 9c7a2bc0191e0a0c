/** Provides the filter of outbound addresses as a server on loopback has it: for mail sinks. */
import {
  createOutbound,
  type Lookup,
  type OutboundLimits,
} from '../../src/adapters/outbound/outbound.ts';
import { loopbackHosts, parsePrivateHosts } from '../../src/adapters/outbound/permitted.ts';
import type { Outbound } from '../../src/ports/outbound.ts';
import { valueFrom } from './outcome.ts';

export const loopbackOutbound: Outbound = createOutbound({ privateHosts: loopbackHosts });

/** As an operator's setting has it, with a name server of the test's own. */
export function outboundWith(
  setting: string,
  lookup: Lookup,
  limits: Partial<OutboundLimits> = {},
): Outbound {
  return createOutbound({ privateHosts: valueFrom(parsePrivateHosts(setting)), lookup, limits });
}
