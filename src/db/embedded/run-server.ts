/** The place where a cluster gets its one running server: the one that is there, or a new one. */

import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../lib/result.ts';
import { type Logins, readyLogins, writeHostRules } from './access.ts';
import { writeSettings } from './cluster.ts';
import { diskFull, type EmbeddedFailure, failure } from './embedded-failure.ts';
import { type Answer, type Greet, greet, urlOf } from './greet.ts';
import { type Launch, type Launched, launchServer } from './launch-server.ts';
import { findRunning, type PidFile, pidFilePath, type RunningServer } from './running-server.ts';
import { clusterName, settingsFile } from './settings.ts';
import { stopServer } from './stop-server.ts';

/** What is needed to run a server on a cluster whose folder we have locked. */
export type Held = Launch;

export type Running = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  readonly took: 'initialised' | 'started' | 'took over';
  readonly stop: () => Promise<void>;
  /** For one that has ended by itself: nothing is left to stop, and its log goes on. */
  readonly forget: () => void;
};

const pollMs = 10;
const emptyMsMax = 500;
const orphanReadyMsMax = 60_000;
const firstWordsMsMax = 30_000;
const trimMs = 60_000;

export async function runServer(
  held: Held,
  isNew: boolean,
): Promise<Result<Running, EmbeddedFailure>> {
  const { cluster, account, binaries } = held;
  const logins = await readyLogins(cluster, account);
  if (!logins.ok) return logins;
  const rules = await writeHostRules(cluster, account);
  if (!rules.ok) return rules;
  const entry = { logins: logins.value, rulesChanged: rules.value.changed };
  const adopted = await adoptOrphan(held, entry);
  if (!adopted.ok) return adopted;
  if (adopted.value !== undefined) return ok(adopted.value);
  await removeLeftPidFile(held);
  const written = await writeSettings(cluster, settingsFile(binaries.major), account);
  if (!written.ok) return written;
  const launched = await launchServer(held);
  if (!launched.ok) return launched;
  const took = isNew ? 'initialised' : 'started';
  const running = await firstWords(held, { ...launched.value, logins: logins.value, took });
  if (!running.ok) await stopServer({ ...held, binDir: binaries.binDir });
  return running;
}

type FirstWords = Launched & Pick<Running, 'took'> & { readonly logins: Logins };

async function firstWords(
  held: Held,
  { child, port, logins, took }: FirstWords,
): Promise<Result<Running, EmbeddedFailure>> {
  const end = performance.now() + firstWordsMsMax;
  while (performance.now() < end) {
    const answer = await greet({ port, logins, isNew: took === 'initialised', endOthers: false });
    if (answer.kind === 'answered') {
      let stopping = false;
      child.once('exit', (code, signal) => {
        if (!stopping) held.log(`PostgreSQL ended by itself (${signal ?? code}); ${seeLog(held)}`);
      });
      const { stop, forget } = stopOnce(held);
      return ok({
        forget,
        url: urlOf(port, logins.app),
        port,
        pid: child.pid ?? 0,
        version: answer.version,
        took,
        stop: () => {
          stopping = true;
          return stop();
        },
      });
    }
    if (answer.kind !== 'not now' && answer.kind !== 'not listening') {
      return firstWordsFailure(held, answer);
    }
    await sleep(pollMs);
  }
  return failure(
    'start_failed',
    `PostgreSQL started on ${held.cluster} but does not answer on 127.0.0.1:${port}: ` +
      `${seeLog(held)}, and check that a firewall leaves connections of this machine to itself.`,
  );
}

function seeLog(held: Held): string {
  return `see ${held.serverLog.path}`;
}

type Refusal = Exclude<Answer, { readonly kind: 'answered' | 'not now' | 'not listening' }>;

function firstWordsFailure(held: Held, answer: Refusal): Result<never, EmbeddedFailure> {
  switch (answer.kind) {
    case 'disk full':
      return diskFull(held.cluster);
    case 'wrong password':
      return failure(
        'damaged',
        `The password in ${held.cluster}/countersign.password is not the database's: put that ` +
          'file back from the backup that the rest of the folder is from.',
      );
    case 'refused':
      return failure(
        'damaged',
        `PostgreSQL started on ${held.cluster} but cannot use it (${answer.message}): ` +
          `${seeLog(held)}, and restore a backup.`,
      );
  }
}

/** A server that runs goes by the rules it has read: where they were others, it is started anew. */
type Entry = { readonly logins: Logins; readonly rulesChanged: boolean };

/**
 * A server that outlived its owner (kill -9, out of memory) goes on under us if it is what we
 * would have started; else it is stopped and started anew. Undefined: no server runs now.
 */
async function adoptOrphan(
  held: Held,
  entry: Entry,
): Promise<Result<Running | undefined, EmbeddedFailure>> {
  const found = await findWritten(held.cluster);
  if (found.kind === 'unclear') return perhapsRunning(held.cluster, found.pid);
  if (found.kind !== 'ours') return ok(undefined);
  const orphan = await waitForOrphan(held.cluster);
  if (orphan === undefined) return ok(undefined);
  held.log(`PostgreSQL (process ${orphan.pid}) still runs from before: taking it over`);
  const running = entry.rulesChanged ? undefined : await takeOver(held, orphan, entry.logins);
  if (running !== undefined) return ok(running);
  held.log('it is not as we would start it, or does not answer: stopping it');
  if (await stopServer({ ...held, binDir: held.binaries.binDir })) return ok(undefined);
  return failure(
    'in_use',
    `PostgreSQL (process ${orphan.pid}) runs on ${held.cluster}, does not answer and cannot be ` +
      'stopped: end it by hand, or restart the machine.',
  );
}

/** Looked at last of all: the server may have died while we waited for it, or by our hand. */
async function removeLeftPidFile(held: Held): Promise<void> {
  const found = await findRunning(held.cluster);
  if (found.kind !== 'recycled' && found.kind !== 'empty') return;
  const why = 'pid' in found ? `of process ${found.pid}, which serves nothing` : 'empty';
  held.log(`a crash left postmaster.pid behind, ${why}: removing it`);
  await rm(pidFilePath(held.cluster), { force: true });
}

/** A server writes its pid right after making the file: an empty one is looked at twice. */
async function findWritten(cluster: string): Promise<RunningServer> {
  const found = await findRunning(cluster);
  if (found.kind !== 'empty') return found;
  await sleep(emptyMsMax);
  return findRunning(cluster);
}

/** Starting would be safe (PostgreSQL checks, too), but its message would not say what to do. */
function perhapsRunning(cluster: string, pid: number): Result<never, EmbeddedFailure> {
  return failure(
    'in_use',
    `A crash left ${pidFilePath(cluster)} behind, and we cannot see whether process ${pid} ` +
      'still serves that database: if it does, end it; if it does not, delete that file.',
  );
}

/** It may be recovering from the crash that orphaned it, or be on its way out. */
async function waitForOrphan(cluster: string): Promise<PidFile | undefined> {
  const end = performance.now() + orphanReadyMsMax;
  for (;;) {
    const found = await findRunning(cluster);
    if (found.kind !== 'ours') return undefined;
    if (found.pidFile.status === 'ready' || performance.now() > end) return found.pidFile;
    await sleep(pollMs);
  }
}

async function takeOver(
  held: Held,
  { pid, port }: PidFile,
  logins: Logins,
): Promise<Running | undefined> {
  if (port === undefined) return undefined;
  const answer = await greetUntilReady(held.cluster, { port, logins });
  if (answer.kind !== 'answered') return undefined;
  const { cluster, binaries, extra } = held;
  const expected = clusterName({ cluster, major: binaries.major, extra });
  if (answer.clusterName !== expected || !sameVersion(answer.version, binaries.version)) {
    return undefined;
  }
  const url = urlOf(port, logins.app);
  return { url, port, pid, version: answer.version, took: 'took over', ...stopOnce(held) };
}

/** Its status says "ready" also while it recovers from the death of one of its processes. */
async function greetUntilReady(
  cluster: string,
  { port, logins }: Pick<Greet, 'port' | 'logins'>,
): Promise<Answer> {
  const end = performance.now() + firstWordsMsMax;
  for (;;) {
    const answer = await greet({ port, logins, isNew: false, endOthers: true });
    if (answer.kind !== 'not now' || performance.now() > end) return answer;
    if ((await findRunning(cluster)).kind !== 'ours') return answer;
    await sleep(pollMs);
  }
}

/** Debian's server says "15.18 (Debian 15.18-0+deb12u1)" where its program says "15.18". */
function sameVersion(said: string, installed: string): boolean {
  return said.split(' ')[0] === installed;
}

/** Also keeps the server's log small for as long as the server is ours. */
function stopOnce(held: Held): Pick<Running, 'stop' | 'forget'> {
  const trimming = setInterval(() => {
    held.serverLog.trim().catch((error: unknown) => held.log(`postgres.log: ${String(error)}`));
  }, trimMs);
  trimming.unref();
  const forget = (): void => clearInterval(trimming);
  return {
    forget,
    stop: async () => {
      forget();
      const stopped = await stopServer({ ...held, binDir: held.binaries.binDir });
      if (!stopped) held.log('PostgreSQL could not be stopped');
      await held.serverLog.close();
    },
  };
}
