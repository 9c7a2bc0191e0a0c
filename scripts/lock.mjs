/** The place where two starts of one clone take turns: the second waits, then finds it done. */

import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pauseMs = 100;
// Between making the lock and writing the holder into it.
const namelessMsMax = 2_000;
// Longer than any install or build takes: past it a lock is a leftover, whoever has its pid now.
const lockMsMax = 15 * 60_000;

/** Beside the sources, not in node_modules or dist: both are removed while it is held. */
export function withLock(root, work) {
  const path = join(root, '.countersign-lock');
  while (!isTaken(path)) waitOrTakeOver(path);
  const release = () => rmSync(path, { force: true });
  // `process.exit` skips `finally`.
  process.once('exit', release);
  try {
    work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function isTaken(path, holder = String(process.pid)) {
  try {
    writeFileSync(path, holder, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function waitOrTakeOver(path) {
  const found = look(path);
  if (found === undefined) return;
  if (found.isHeld) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    return;
  }
  // Two may find the same leftover: who moves it away looks at what it moved, and gives back
  // the lock that the other one took in between.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    const moved = readFileSync(aside, 'utf8');
    if (moved !== found.holder) isTaken(path, moved);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}

function look(path) {
  try {
    const holder = readFileSync(path, 'utf8');
    const ageMs = Date.now() - statSync(path).mtimeMs;
    const isHeld = holder === '' ? ageMs < namelessMsMax : ageMs < lockMsMax && isRunning(holder);
    return { holder, isHeld };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isRunning(holder) {
  // In a container the next run may well get the pid of the one that died.
  if (holder === String(process.pid)) return false;
  try {
    process.kill(Number(holder), 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return error.code === 'EPERM';
  }
}
