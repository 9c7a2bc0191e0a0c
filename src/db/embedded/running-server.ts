/** The place where we find out whether a server already runs on a cluster. */

import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { errnoOf } from './embedded-failure.ts';

/** The lines of postmaster.pid that we use; a server that is just starting has not written all. */
export type PidFile = {
  /** 0: the file is empty, as a full disk or a power cut may leave it. */
  readonly pid: number;
  readonly port: number | undefined;
  /** "starting", "ready", "stopping" or "standby"; empty while the file is being written. */
  readonly status: string;
};

/**
 * `none`: no such process; a postmaster.pid that is left over PostgreSQL deals with itself.
 * `empty`: nobody's, or a server's that has made it this instant. `recycled`: the pid is somebody
 * else's by now, or its process is dead but not waited for. PostgreSQL refuses to start with any
 * of these; it only asks whether *some* process has the pid. `unclear`: we cannot see enough.
 */
export type RunningServer =
  | { readonly kind: 'none' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'recycled'; readonly pid: number }
  | { readonly kind: 'unclear'; readonly pid: number }
  | { readonly kind: 'ours'; readonly pidFile: PidFile };

export function pidFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  try {
    const lines = (await readFile(pidFilePath(cluster), 'utf8')).split('\n');
    // A server in single-user mode writes its pid negated.
    const pid = Math.abs(Number(lines[0]));
    const port = Number(lines[3]);
    return {
      pid: Number.isInteger(pid) ? pid : 0,
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
  const { pid } = pidFile;
  if (pid === 0) return { kind: 'empty' };
  const serves = await servesCluster(pid, cluster);
  if (serves === 'yes') return { kind: 'ours', pidFile };
  if (serves === 'unclear') return { kind: 'unclear', pid };
  return presenceOf(pid) === 'gone' ? { kind: 'none' } : { kind: 'recycled', pid };
}

async function servesCluster(pid: number, cluster: string): Promise<'yes' | 'no' | 'unclear'> {
  if (!(await isRunning(pid))) return 'no';
  // The cluster is ours, so its server is ours to signal.
  if (presenceOf(pid) !== 'ours to signal') return 'no';
  // As PostgreSQL itself takes it; a look at another process would cost a program start.
  if (platform() === 'win32') return 'yes';
  const command = await commandOf(pid);
  if (command === undefined) return (await isRunning(pid)) ? 'unclear' : 'no';
  if (!command.includes('postgres')) return 'no';
  // The server's current folder is its cluster, also after the folder was moved. A container
  // without CAP_SYS_PTRACE does not let root see it of another user's process.
  const folder = await currentFolderOf(pid);
  if (folder !== undefined) return folder === cluster ? 'yes' : 'no';
  return command.includes(cluster) ? 'yes' : 'unclear';
}

/**
 * A dead process that nobody has waited for yet still has its pid; it counts as gone. In a
 * container whose first process waits for nobody, every orphan stays so for ever.
 */
export async function isRunning(pid: number): Promise<boolean> {
  if (presenceOf(pid) === 'gone') return false;
  if (platform() !== 'linux') return true;
  const stat = await readProc(pid, 'stat');
  return stat === undefined || !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

function presenceOf(pid: number): 'ours to signal' | "somebody else's" | 'gone' {
  try {
    process.kill(pid, 0);
    return 'ours to signal';
  } catch (error) {
    return errnoOf(error) === 'ESRCH' ? 'gone' : "somebody else's";
  }
}

async function commandOf(pid: number): Promise<string | undefined> {
  if (platform() === 'linux') return (await readProc(pid, 'cmdline'))?.replaceAll('\0', ' ');
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
