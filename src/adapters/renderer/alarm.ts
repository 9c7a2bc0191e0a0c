/** Rings once when a time is over: by the clock, or by what the process computed meanwhile. */

export type Alarm = {
  /** By the clock. Setting an alarm clears the one before. */
  readonly set: (ms: number, ring: () => void) => void;
  /**
   * By the time that the process computed, which is never less than what one thread of it did: on a
   * machine that is busy with other things, nobody is blamed for what others took.
   */
  readonly setComputing: (ms: number, ring: () => void) => void;
  readonly clear: () => void;
};

/** After so many times as long by the clock an alarm rings all the same. */
const starvedTimesMax = 10;
const lookAgainMsMin = 10;

/** One timer, which keeps no process alive. */
export function createAlarm(): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let setting = 0;
  const clear = (): void => {
    setting += 1;
    clearTimeout(timer);
  };
  const set = (ms: number, ring: () => void): void => {
    clear();
    const own = setting;
    // Timers come before messages: one that lies there already is read first, and may clear this.
    const expire = () => setImmediate(() => own === setting && ring());
    timer = setTimeout(expire, ms).unref();
  };
  const setComputing = (ms: number, ring: () => void): void => {
    const leftMs = computingTime(ms);
    const look = (): void => {
      const left = leftMs();
      if (left > 0) set(Math.max(left, lookAgainMsMin), look);
      else ring();
    };
    set(ms, look);
  };
  return { set, setComputing, clear };
}

function computingTime(msMax: number): () => number {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  return () => {
    if (performance.now() - began >= msMax * starvedTimesMax) return 0;
    const { user, system } = process.cpuUsage(cpu);
    return msMax - (user + system) / 1_000;
  };
}
