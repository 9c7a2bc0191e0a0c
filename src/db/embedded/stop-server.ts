/** The place where a running server is asked to stop, then told to, then made to. */

import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf } from './embedded-failure.ts';
import { runTool } from './run-tool.ts';
import { findRunning, isRunning } from './running-server.ts';

export type StopRequest = {
  readonly cluster: string;
  readonly binDir: string;
  readonly log: (line: string) => void;
};

/**
 * PostgreSQL's names: *fast* ends every session and writes a checkpoint; *immediate* stops at once
 * and leaves the next start to recover, which loses nothing that was committed. SIGKILL is for a
 * server that hears neither; its sessions notice and end themselves.
 *
 * Fast is given less time than a container is (10 s): PostgreSQL 18.4 hangs when it is asked for
 * while it recovers from the death of one of its processes, and a slow checkpoint loses nothing.
 */
const ways = [
  { signal: 'SIGINT', mode: 'fast', waitMsMax: 8_000 },
  { signal: 'SIGQUIT', mode: 'immediate', waitMsMax: 5_000 },
  { signal: 'SIGKILL', mode: 'immediate', waitMsMax: 5_000 },
] as const;

const pollMs = 5;

/** False where even the last way left a process (one stuck in the kernel, on a dead disk). */
export async function stopServer(request: StopRequest): Promise<boolean> {
  for (const way of ways) {
    // Asked anew each time: a pid is only ours to signal while it serves this cluster.
    const running = await findRunning(request.cluster);
    if (running.kind !== 'ours') return true;
    const { pid } = running.pidFile;
    if (way.signal !== 'SIGINT') {
      request.log(`PostgreSQL (process ${pid}) is slow to stop: sending ${way.signal}`);
    }
    await tell(request, pid, way);
    if (await isGoneWithin(pid, way.waitMsMax)) return true;
  }
  return false;
}

async function tell(
  { cluster, binDir }: StopRequest,
  pid: number,
  { signal, mode }: (typeof ways)[number],
): Promise<void> {
  if (platform() !== 'win32') {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It ended by itself since it was looked for.
      if (errnoOf(error) !== 'ESRCH') throw error;
    }
    return;
  }
  // Windows has no signals; PostgreSQL's own tool knows the server's pipe.
  await runTool({
    file: join(binDir, 'pg_ctl'),
    args: ['stop', '-D', cluster, '-m', mode, '-W'],
    account: undefined,
    timeoutMs: 10_000,
  });
}

async function isGoneWithin(pid: number, waitMsMax: number): Promise<boolean> {
  const end = performance.now() + waitMsMax;
  while (performance.now() < end) {
    if (!(await isRunning(pid))) return true;
    await sleep(pollMs);
  }
  return false;
}
