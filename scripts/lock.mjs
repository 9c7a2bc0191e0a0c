/** The place where two starts of one clone take turns: the second waits, then finds it done. */

import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pauseMs = 100;
// Longer than any install or build takes: past it a lock is a leftover, whoever has its pid now.
const lockMsMax = 15 * 60_000;

/** Beside the sources, not in node_modules or dist: both are removed while it is held. */
export function withLock(root, work) {
  const path = join(root, '.countersign-lock');
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link appears with its content in one step: nobody reads a lock that has no holder yet.
    while (!isLinked(mine, path)) waitOrTakeOver(path, mine);
    // `process.exit` skips `finally`.
    const release = () => rmSync(path, { force: true });
    process.once('exit', release);
    try {
      work();
    } finally {
      process.off('exit', release);
      release();
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function isLinked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function waitOrTakeOver(path, mine) {
  const holder = readHolder(path);
  if (holder === undefined) return;
  if (holder.isAlive) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    return;
  }
  // Two may find the same leftover: who moves it away looks at what it moved, and gives back
  // the lock that the other one took in between.
  const aside = `${mine}.stale`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== holder.pid) isLinked(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}

function readHolder(path) {
  try {
    const pid = readFileSync(path, 'utf8');
    const isFresh = Date.now() - statSync(path).mtimeMs < lockMsMax;
    return { pid, isAlive: isFresh && isRunning(Number(pid)) };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return error.code === 'EPERM';
  }
}
