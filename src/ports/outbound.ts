/**
 * Declares what we need to know of a host before a connection to it is opened: which addresses it
 * leads to, and whether the operator lets this process connect to them.
 */
import type { Result } from '../lib/result.ts';

/** A host that was looked up once. The connection uses these addresses and looks up no other. */
export type HostLocation = {
  /** The host in its one spelling: what a certificate must be for. */
  readonly host: string;
  /** At least one, each in its one spelling, each permitted. */
  readonly addresses: readonly string[];
  /** True only where the host is this machine: a loopback address, or `localhost`. */
  readonly isLoopback: boolean;
};

export type OutboundRefusal = {
  readonly code: 'not-a-host' | 'not-permitted' | 'not-found' | 'too-slow';
  /** Follows the host in a sentence: "mail.example.com" + " has no address". */
  readonly why: string;
};

export type Outbound = {
  /**
   * Judges a host as it is written and asks no name server. Null: nothing speaks against it yet,
   * but a name is judged again by its addresses each time a connection is opened.
   */
  readonly judgeSpelling: (host: string) => OutboundRefusal | null;
  /** Never throws, and answers within a bounded time. */
  readonly locate: (host: string) => Promise<Result<HostLocation, OutboundRefusal>>;
};
