/** The place where we say what we need of time and chance: both are asked for, never taken. */

/**
 * `engine` decides what is due; `real` is the wall, for leases and sessions. Epoch milliseconds.
 */
export type Moment = {
  readonly engine: number;
  readonly real: number;
  /** Engine milliseconds per real one. */
  readonly rate: number;
  /**
   * This process's own clocks just before it looked: however late the answer came, no less time has
   * passed since than they say.
   */
  readonly monotonic: number;
  readonly wall: number;
};

export type Clock = {
  /** One look at the database's clock. */
  readonly read: () => Promise<Moment>;
  /** Milliseconds that never run backwards, for measuring spans inside one process. */
  readonly monotonic: () => number;
  /** This machine's own clock: unlike `monotonic` it goes on while the machine sleeps. */
  readonly wall: () => number;
  /** Real milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
};

export type Chance = {
  /** UUIDv7 for the instant given. */
  readonly uuid: (at: number) => string;
};
