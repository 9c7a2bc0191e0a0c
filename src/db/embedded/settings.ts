/** The place where the settings of the embedded server are decided: safe first, then small. */

import { createHash } from 'node:crypto';
import { platform } from 'node:os';

export type Settings = Readonly<Record<string, string>>;

/**
 * What the engine's promises rest on is given on the command line, so that no file and no
 * ALTER SYSTEM turns it off: an acknowledged commit is on the disk, whatever happens next.
 */
const durable: Settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A plain fsync on macOS stops at the drive's own cache.
  ...(platform() === 'darwin' ? { wal_sync_method: 'fsync_writethrough' } : {}),
};

/** Only this machine, only with the password: TCP because every client and tool knows it. */
const local: Settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };

/** Kept in a file that every start writes anew; ALTER SYSTEM and a user's own include win. */
function tuning(major: number): Settings {
  return {
    // 48 MB of buffers, the rest is the system's cache: the whole server stays below 150 MB.
    shared_buffers: '48MB',
    max_connections: '60',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    effective_cache_size: '256MB',
    wal_buffers: '4MB',
    // Short queries over few rows: compiling and spreading them costs more than it gains.
    jit: 'off',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    max_logical_replication_workers: '0',
    random_page_cost: '1.1',
    autovacuum: 'on',
    autovacuum_max_workers: '2',
    // Rare and spread checkpoints, at most a gigabyte to read again after a crash.
    checkpoint_timeout: '10min',
    checkpoint_completion_target: '0.9',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    wal_compression: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Statements and details hold people's names and addresses: they stay out of the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    // Three processes for reads that our cache mostly answers.
    ...(major >= 18 ? { io_method: 'sync' } : {}),
  };
}

export function settingsFile(major: number): string {
  const lines = Object.entries(tuning(major)).map(([name, value]) => `${name} = '${value}'`);
  return [
    '# Written anew at every start: use ALTER SYSTEM for changes of your own.',
    ...lines,
    '',
  ].join('\n');
}

export type CommandLine = {
  readonly cluster: string;
  readonly major: number;
  /** Beside or instead of ours. */
  readonly extra: Settings;
};

export function serverArguments(commandLine: CommandLine, port: number): readonly string[] {
  const given = {
    ...local,
    ...durable,
    ...commandLine.extra,
    cluster_name: clusterName(commandLine),
    port: String(port),
  };
  const settings = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', commandLine.cluster, ...settings];
}

/** Tells, from a running server, whether it was started with what we would start it with. */
export function clusterName({ cluster, major, extra }: CommandLine): string {
  const text = JSON.stringify([cluster, settingsFile(major), durable, extra]);
  return `countersign-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
