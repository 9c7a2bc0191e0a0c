/** The place where whatever keeps the embedded server from starting has a code and a cure. */

import { type Failed, failed, ok, type Result } from '../../lib/result.ts';

export type EmbeddedFailureCode =
  | 'in_use'
  | 'unwritable'
  | 'disk_full'
  | 'other_version'
  | 'damaged'
  | 'copied_folder'
  | 'no_binaries'
  | 'no_account'
  | 'out_of_reach'
  | 'wrong_owner'
  | 'init_failed'
  | 'start_failed';

export type EmbeddedFailure = { readonly code: EmbeddedFailureCode; readonly message: string };

/** What every message may end with: the way round the embedded server altogether. */
export const orUseYourOwn = 'or set DATABASE_URL to a PostgreSQL server (15 or later) of your own';

export function failure(code: EmbeddedFailureCode, message: string): Failed<EmbeddedFailure> {
  return failed({ code, message });
}

export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENOENT']);
const full = new Set(['ENOSPC', 'EDQUOT']);

/** Runs file work below `path`; what the file system refuses is a failure, the rest is a bug. */
export async function writingBelow<T>(
  path: string,
  work: () => Promise<T>,
): Promise<Result<T, EmbeddedFailure>> {
  try {
    return ok(await work());
  } catch (error) {
    const errno = errnoOf(error);
    if (errno !== undefined && full.has(errno)) return diskFull(path);
    if (errno === undefined || !unwritable.has(errno)) throw error;
    return failure(
      'unwritable',
      `The data folder ${path} cannot be written (${(error as Error).message}): ` +
        'give this user the right to write there, or choose another data folder.',
    );
  }
}

/** As the server says it, its own words for a write that was cut short included. */
export function saysDiskFull(text: string): boolean {
  return /No space left|Disk quota exceeded|free disk space|wrote only \d+ of \d+/i.test(text);
}

export function diskFull(path: string): Failed<EmbeddedFailure> {
  return failure(
    'disk_full',
    `The disk that holds ${path} is full: free some space (a new database takes 60 MB) ` +
      'and start again; nothing was lost.',
  );
}
