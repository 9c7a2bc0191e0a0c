/**
 * The place where a server that ends under its living owner (killed, out of memory, a panic) is
 * started again, a few times, on the same port: what is connected to it connects again.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Held, type Running, runServer } from './run-server.ts';
import { isRunning } from './running-server.ts';

export type KeptServer = { readonly stop: () => Promise<void> };

const lookMs = 500;
const restartsMax = 3;
/** So many restarts within this time are no accident any more. */
const restartsWithinMs = 10 * 60_000;

/** `onLost` is told once, when it cannot be kept: whoever needs the server had better end. */
export function keepServer(held: Held, first: Running, onLost: (why: string) => void): KeptServer {
  let running: Running | null = first;
  let stopping = false;
  const restarts: number[] = [];
  const restart = async (): Promise<void> => {
    const since = performance.now() - restartsWithinMs;
    if (restarts.filter((at) => at > since).length >= restartsMax) {
      return lose(`it ended ${restartsMax + 1} times within ten minutes`);
    }
    restarts.push(performance.now());
    held.log(`PostgreSQL (process ${running?.pid}) is gone: starting it again`);
    running?.forget();
    running = null;
    const again = await runServer({ ...held, port: first.port }, false);
    if (!again.ok) return lose(again.failure.message);
    running = again.value;
    if (running.port !== first.port) lose(`its port ${first.port} was taken meanwhile`);
  };
  const lose = (why: string): void => {
    onLost(`PostgreSQL cannot be kept running: ${why}. See ${held.serverLog.path}.`);
    stopping = true;
  };
  const woken = new AbortController();
  const watch = async (): Promise<void> => {
    while (!stopping) {
      // Unreferenced: waiting for a server's death keeps nobody alive.
      await sleep(lookMs, undefined, { ref: false, signal: woken.signal }).catch(() => undefined);
      if (stopping || running === null || (await isRunning(running.pid))) continue;
      await restart().catch((error: unknown) => lose(String(error)));
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping = true;
      woken.abort();
      // A restart that is under way is waited for: what it starts is stopped.
      await watching;
      await running?.stop();
    },
  };
}
