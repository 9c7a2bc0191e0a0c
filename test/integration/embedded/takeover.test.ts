/** The place where the embedded server is shown to outlive the death of its owner without harm. */

import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRunning } from '../../../src/db/embedded/running-server.ts';
import {
  ask,
  childrenOf,
  copySeed,
  type EmbeddedFolder,
  makeSeedFolder,
  type SeedFolder,
} from '../../support/embedded-folder.ts';

let seed: SeedFolder;
let folder: EmbeddedFolder;
let strangers: ChildProcess[];

beforeAll(async () => {
  seed = await makeSeedFolder();
});

afterAll(() => seed.remove());

beforeEach(async () => {
  folder = await copySeed(seed);
  strangers = [];
});

afterEach(async () => {
  for (const stranger of strangers) stranger.kill('SIGKILL');
  await folder.remove();
});

function pidFile(): string {
  return join(folder.dataDir, 'postgres', 'postmaster.pid');
}

/** A process that has nothing to do with PostgreSQL. */
function startStranger(): number {
  const stranger = spawn('sleep', ['60']);
  strangers.push(stranger);
  return stranger.pid ?? 0;
}

describe('after kill -9 of its owner', () => {
  test('the server lives on and the next start takes it over, with every row', async () => {
    const holder = await folder.startInChild();
    await ask(holder.url, 'create table kept as select generate_series(1, 1000) as n');
    await holder.kill('SIGKILL');
    expect(await ask(holder.url, 'select count(*)::int from kept')).toEqual([1000]);
    const next = await folder.start();
    expect({ took: next.took, pid: next.pid }).toEqual({
      took: 'took over',
      pid: holder.serverPid,
    });
    expect(await ask(next.url, 'select count(*)::int from kept')).toEqual([1000]);
    await next.stop();
    expect(await isRunning(holder.serverPid)).toBe(false);
    expect((await folder.start()).took).toBe('started');
  });

  test('a Ctrl-C, which every process of a terminal gets, does not reach the server', async () => {
    const holder = await folder.startInChild();
    process.kill(-holder.pid, 'SIGINT');
    await holder.gone;
    expect(await ask(holder.url, 'select 1')).toEqual([1]);
    const next = await folder.start();
    expect(next.took).toBe('took over');
    await next.stop();
  });

  test('what the dead process still ran is ended before the next one begins', async () => {
    const holder = await folder.startInChild();
    const old = ask(holder.url, 'select pg_sleep(60)').catch((error: Error) => error.message);
    await ask(holder.url, 'select pg_sleep(0.1)');
    await holder.kill('SIGKILL');
    const next = await folder.start();
    expect(await old).toBe('terminating connection due to administrator command');
    await next.stop();
  });

  test('a server whose database was still to be made gets it', async () => {
    const holder = await folder.startInChild();
    const url = new URL(holder.url);
    url.pathname = '/postgres';
    await ask(url.href, 'drop database countersign with (force)');
    await holder.kill('SIGKILL');
    const next = await folder.start();
    expect(next.took).toBe('took over');
    expect(await ask(next.url, 'select current_database()::text')).toEqual(['countersign']);
    await next.stop();
  });

  test('a server that just lost a process of its own is waited for, then taken over', async () => {
    const holder = await folder.startInChild();
    await ask(holder.url, 'create table kept as select generate_series(1, 1000) as n');
    const [checkpointer] = await childrenOf(holder.serverPid);
    await holder.kill('SIGKILL');
    process.kill(checkpointer ?? 0, 'SIGKILL');
    const next = await folder.start();
    expect({ took: next.took, pid: next.pid }).toEqual({
      took: 'took over',
      pid: holder.serverPid,
    });
    expect(await ask(next.url, 'select count(*)::int from kept')).toEqual([1000]);
    await next.stop();
  });

  test('a server with other settings than ours is stopped and started anew', async () => {
    const holder = await folder.startInChild();
    await ask(holder.url, 'create table kept ()');
    await holder.kill('SIGKILL');
    const next = await folder.start({ settings: { work_mem: '5MB' } });
    expect(next.took).toBe('started');
    expect(next.pid).not.toBe(holder.serverPid);
    expect(await ask(next.url, 'select count(*)::int from kept')).toEqual([0]);
    await next.stop();
  });

  test('a server that does not answer is stopped and started anew', async () => {
    const holder = await folder.startInChild();
    await holder.kill('SIGKILL');
    const text = await readFile(pidFile(), 'utf8');
    const lines = text.split('\n');
    // The fourth line is the port.
    await writeFile(pidFile(), [...lines.slice(0, 3), '1', ...lines.slice(4)].join('\n'));
    const next = await folder.start();
    expect(next.took).toBe('started');
    expect(await isRunning(holder.serverPid)).toBe(false);
    await next.stop();
  });

  test('only one of three that start at once gets it, and names itself to the others', async () => {
    const holder = await folder.startInChild();
    await holder.kill('SIGKILL');
    const starts = await Promise.all([folder.tryStart(), folder.tryStart(), folder.tryStart()]);
    const outcomes = starts.map((start) => (start.ok ? start.value.took : start.failure.code));
    expect(outcomes.sort()).toEqual(['in_use', 'in_use', 'took over']);
    for (const start of starts) if (start.ok) await start.value.stop();
  });
});

describe('after kill -9 of the server', () => {
  test('the next start recovers every committed row, leftover sessions or not', async () => {
    const holder = await folder.startInChild();
    await ask(holder.url, 'create table kept as select generate_series(1, 1000) as n');
    const sessions = await childrenOf(holder.serverPid);
    await holder.kill('SIGKILL');
    process.kill(holder.serverPid, 'SIGKILL');
    const next = await folder.start();
    expect(next.took).toBe('started');
    expect(await ask(next.url, 'select count(*)::int from kept')).toEqual([1000]);
    for (const pid of sessions) expect(await isRunning(pid)).toBe(false);
    await next.stop();
  });

  test('its owner says so', async () => {
    const server = await folder.start();
    process.kill(server.pid, 'SIGKILL');
    for (let waited = 0; waited < 100 && folder.lines.length < 1; waited += 1) await sleep(20);
    expect(folder.lines.at(-1)).toBe(
      `PostgreSQL ended by itself (SIGKILL); see ${folder.dataDir}/postgres.log`,
    );
    await server.stop();
    await (await folder.start()).stop();
  });
});

describe('a postmaster.pid that a crash left', () => {
  test.each([
    ['of a dead process', () => '999999999'],
    ['of a process that is another program by now', () => String(startStranger())],
    ['of this very process', () => String(process.pid)],
  ])('%s does not keep the server from starting', async (_, pid) => {
    const server = await folder.start();
    const text = await readFile(pidFile(), 'utf8');
    await server.stop();
    await writeFile(pidFile(), text.replace(/^\d+/, pid()));
    const next = await folder.start();
    expect(next.took).toBe('started');
    await next.stop();
  });

  test('that is empty does not either', async () => {
    const server = await folder.start();
    await server.stop();
    await writeFile(pidFile(), '');
    expect((await folder.start()).took).toBe('started');
  });

  test('of the server of another folder, whose copy this is, leaves that one alone', async () => {
    const other = await copySeed(seed);
    try {
      const [server, theirs] = [await folder.start(), await other.start()];
      await server.stop();
      const text = await readFile(join(other.dataDir, 'postgres', 'postmaster.pid'), 'utf8');
      await writeFile(pidFile(), text);
      const next = await folder.start();
      expect(next.took).toBe('started');
      expect(next.pid).not.toBe(theirs.pid);
      expect(await ask(theirs.url, 'select 1')).toEqual([1]);
      await Promise.all([next.stop(), theirs.stop()]);
    } finally {
      await other.remove();
    }
  });
});
