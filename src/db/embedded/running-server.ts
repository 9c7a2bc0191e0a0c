/** The place where we find out whether a server already runs on a cluster, from what a crash left behind. */

import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { errnoOf } from './embedded-failure.ts';

/** The lines of postmaster.pid that we use; a server that is just starting has not written all. */
export type PidFile = {
  readonly pid: number;
  readonly port: number | undefined;
  /** "starting", "ready", "stopping" or "standby"; empty while the file is being written. */
  readonly status: string;
};

/**
 * `stale`: the file is left over, its pid is dead or somebody else's by now (PostgreSQL itself only
 * asks whether *some* process has the pid, and refuses to start if so). `unclear`: we cannot see
 * enough of the process; PostgreSQL's own check decides.
 */
export type RunningServer =
  | { readonly kind: 'none' | 'stale' | 'unclear' }
  | { readonly kind: 'ours'; readonly pidFile: PidFile };

export function pidFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  try {
    const lines = (await readFile(pidFilePath(cluster), 'utf8')).split('\n');
    // A server in single-user mode writes its pid negated.
    const pid = Math.abs(Number(lines[0]));
    if (!Number.isInteger(pid) || pid === 0) return undefined;
    const port = Number(lines[3]);
    return {
      pid,
      port: Number.isInteger(port) && port > 0 ? port : undefined,
      status: (lines[7] ?? '').trim(),
    };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export async function findRunning(cluster: string): Promise<RunningServer> {
  const pidFile = await readPidFile(cluster);
  if (pidFile === undefined) return { kind: 'none' };
  const serves = await servesCluster(pidFile.pid, cluster);
  if (serves === 'yes') return { kind: 'ours', pidFile };
  return { kind: serves === 'no' ? 'stale' : 'unclear' };
}

async function servesCluster(pid: number, cluster: string): Promise<'yes' | 'no' | 'unclear'> {
  if (!(await isRunning(pid))) return 'no';
  const command = await commandOf(pid);
  if (command === undefined) return (await isRunning(pid)) ? 'unclear' : 'no';
  if (!command.includes('postgres')) return 'no';
  // The server's current folder is its cluster, also after the folder was moved. A container
  // without CAP_SYS_PTRACE does not let root see it of another user's process.
  const folder = await currentFolderOf(pid);
  if (folder !== undefined) return folder === cluster ? 'yes' : 'no';
  return command.includes(cluster) ? 'yes' : 'unclear';
}

/** A dead process that nobody has waited for yet still has its pid; it counts as gone. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
  }
  if (platform() !== 'linux') return true;
  const stat = await readProc(pid, 'stat');
  return stat === undefined || !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

async function commandOf(pid: number): Promise<string | undefined> {
  if (platform() === 'linux') return (await readProc(pid, 'cmdline'))?.replaceAll('\0', ' ');
  if (platform() === 'win32') return undefined;
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}

async function currentFolderOf(pid: number): Promise<string | undefined> {
  if (platform() !== 'linux') return undefined;
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

async function readProc(pid: number, name: string): Promise<string | undefined> {
  return readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => undefined);
}
