/** The place where it is listed what the engine is given, and what a worker knows of itself. */
import type { Db } from '../db/database.ts';
import type { WindowTable } from '../domain/schedule/window.ts';
import type { AddressLists } from '../ports/address-lists.ts';
import type { Chance, Clock, Moment } from '../ports/clock.ts';
import type { Links } from '../ports/links.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Post } from '../ports/post.ts';
import type { Renderer } from '../ports/renderer.ts';
import type { Vault } from '../ports/vault.ts';
import type { Writer } from '../ports/writer.ts';

export type Log = {
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** Held by one process: who it is, and which leases it keeps alive. */
export type WorkerState = {
  readonly id: string;
  /** The right to the wire it started with; a higher one in the database ends it. */
  readonly engineEpoch: number;
  /** It began behind a fence; absent where it may have used the wire. */
  readonly beganFenced?: boolean;
  readonly leases: Leases;
  /**
   * Written and synced to the data folder before a claim is used: a restored database is behind
   * it.
   */
  readonly rememberClaim: (claimNo: number) => Promise<void>;
};

/** When this process last knew each of its claims to be its own, by both of its clocks. */
export type Lease = {
  readonly claimNo: number;
  readonly monotonicUntil: number;
  readonly wallUntil: number;
};
export type Leases = Map<number, Lease>;

export type EngineSettings = {
  /** Sends a claim takes at most. */
  readonly claimMax: number;
  /** Connections to mail servers at most: what one worker has on the wire at one instant. */
  readonly connectionsMax: number;
  /** Rounds of dispatch that may overlap; each has its share of the connections. */
  readonly roundsMax: number;
  /** Sends that are put on the wire in one statement. */
  readonly handfulMax: number;
};

export const defaultSettings: EngineSettings = {
  claimMax: 200,
  connectionsMax: 96,
  roundsMax: 3,
  handfulMax: 16,
};

export type EngineDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly links: Links;
  readonly mailer: Mailer;
  readonly renderer: Renderer;
  readonly writer: Writer;
  readonly vault: Vault;
  /** The operator's own mailbox; null where none is configured. */
  readonly post: Post | null;
  readonly addressLists: AddressLists;
  readonly windows: WindowTable;
  readonly log: Log;
  readonly worker: WorkerState;
  readonly settings: EngineSettings;
  /** Whether this worker has been told to stop: what takes long gives back what it holds. */
  readonly isStopping?: () => boolean;
};

/**
 * What a round did: the loop goes on at once after work, else it waits for `wakeAt` or a notice.
 */
export type Round = { readonly did: number; readonly why?: 'idle' | 'busy' | 'shut' };

export type RunOnce = (deps: EngineDeps, now: Moment) => Promise<Round>;

/** How long a lease lasts without a heartbeat; a heartbeat extends it long before. */
export const leaseMs = 30_000;
/** A worker stops trusting its own lease this long before it ends. */
export const leaseMarginMs = 5_000;

/** The clocks as they were read for this round, and what has passed since. */
export function later(deps: Pick<EngineDeps, 'clock'>, now: Moment): Moment {
  const passed = Math.max(0, deps.clock.monotonic() - now.monotonic);
  return {
    ...now,
    engine: Math.floor(now.engine + passed * now.rate),
    real: Math.floor(now.real + passed),
  };
}

/** What a worker knows of a lease that lasts until `now.real + leaseMs`. */
export function leaseOf(claimNo: number, now: Moment): Lease {
  const trustedMs = leaseMs - leaseMarginMs;
  const monotonicUntil = now.monotonic + trustedMs;
  return { claimNo, monotonicUntil, wallUntil: now.wall + trustedMs };
}

/**
 * Whether the worker may still begin to hand over under this claim: by both clocks, or not at
 * all.
 */
export function leaseHolds(deps: Pick<EngineDeps, 'clock' | 'worker'>, claimNo: number): boolean {
  const lease = deps.worker.leases.get(claimNo);
  if (lease === undefined) return false;
  return deps.clock.monotonic() < lease.monotonicUntil && deps.clock.wall() < lease.wallUntil;
}
