/**
 * Measures how late the event loop of this process is, in windows that are taken one by one.
 *
 * Node's own histogram counts ticks: three seconds in which nothing ran are one tick among
 * hundreds, and no percentile shows them. So each tick that came late is counted once more for
 * every tick that is missing before it, with what was left of the wait: what a request would have
 * met that arrived then.
 */
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

export type LoopDelay = {
  /** As requests meet it. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** As Node's own monitor has it. */
  readonly nodeP99Ms: number;
};

const everyMs = 10;
const perMs = 1_000;

/** Gives what was measured since it was last asked, and begins a new window. */
export function startLoopDelay(): () => LoopDelay {
  const ours = createHistogram();
  const node = monitorEventLoopDelay({ resolution: everyMs });
  node.enable();
  let last = performance.now();
  const count = (): void => {
    const now = performance.now();
    for (let late = now - last - everyMs; late > 0; late -= everyMs) {
      ours.record(Math.max(1, Math.round(late * perMs)));
    }
    ours.record(1);
    last = now;
  };
  setInterval(count, everyMs).unref();
  return () => {
    count();
    const [p99Ms, maxMs] = [ours.percentile(99) / perMs, ours.max / perMs];
    const nodeP99Ms = Math.max(0, node.percentile(99) / 1e6 - everyMs);
    ours.reset();
    node.reset();
    return { p99Ms, maxMs, nodeP99Ms };
  };
}
