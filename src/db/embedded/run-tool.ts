/** The place where a program of PostgreSQL is run to its end, as another user if need be. */

import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { errnoOf } from './embedded-failure.ts';

/** Whom a program runs as; absent means: as ourselves. */
export type Account = { readonly uid: number; readonly gid: number };

export type ToolRun = {
  readonly code: number | null;
  readonly output: string;
  /** Set when the program could not even be started. */
  readonly errno?: string;
};

/**
 * A fixed environment: a PGDATA, PGPORT or LANG of the person who starts us must not reach the
 * server, and log lines must be in English for us to read.
 */
export const toolEnvironment: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  TZ: 'UTC',
  // Windows' own paths are put in by Node where we leave them out.
  ...(platform() === 'win32' ? {} : { PATH: '/usr/bin:/bin' }),
};

const outputCharsMax = 64_000;

export type ToolCall = {
  readonly file: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
  readonly timeoutMs: number;
};

export async function runTool(call: ToolCall): Promise<ToolRun> {
  try {
    return await runToEnd(call);
  } catch (error) {
    // Node throws some of the system's refusals instead of telling them by the event `error`.
    const errno = errnoOf(error);
    if (errno === undefined || errno.startsWith('ERR_')) throw error;
    return { code: null, output: '', errno };
  }
}

function runToEnd(call: ToolCall): Promise<ToolRun> {
  return new Promise((resolve) => {
    const child = spawn(call.file, call.args, {
      ...call.account,
      // The current folder may be one that the account cannot enter, and initdb wants to return.
      cwd: '/',
      env: toolEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: call.timeoutMs,
      windowsHide: true,
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputCharsMax);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      resolve({ code: null, output, errno: errnoOf(error) ?? 'UNKNOWN' });
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}
