/** The place where a fresh or changed clone is made ready: the right Node, packages, a build. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const lockFile = join(root, 'package-lock.json');
const installStamp = join(root, 'node_modules', '.countersign-lock');
const dist = join(root, 'dist');

/** What is built, each from sources of its own: a change to one leaves the other as it is. */
const builds = [
  {
    sources: 'src',
    settings: ['tsconfig.json', 'tsconfig.build.json'],
    stamp: join(dist, '.source-hash'),
    // A file whose source is gone must not be importable.
    clear: () => clearDist(({ name }) => name !== 'web' && name !== '.web-hash'),
    tool: ['typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    fault: 'The sources could not be built; the compiler says why above.',
  },
  {
    sources: 'web',
    settings: ['vite.config.ts', 'web/tsconfig.json'],
    stamp: join(dist, '.web-hash'),
    clear: () => clearDist(({ name }) => name === 'web'),
    tool: ['vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    fault: 'The web interface could not be built; its builder says why above.',
  },
];

/** Runs before anything is installed, so the range is read without a library. */
export function ensureNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (satisfies(process.versions.node, engines.node)) return;
  fail(`Countersign needs Node.js ${engines.node}; this is ${process.versions.node}.`);
}

export function ensureInstalled() {
  if (isInstalled()) return;
  withLock(root, () => {
    if (isInstalled()) return;
    console.error('Installing packages: package-lock.json is new here, or has changed.');
    const done = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    if (done.status !== 0) fail('The packages could not be installed; npm says why above.');
    writeFileSync(installStamp, hashOf([lockFile]));
  });
}

/** By default all there is; `['web']` for what a browser test needs. */
export function ensureBuilt(sources = builds.map((build) => build.sources)) {
  const wanted = builds.filter((build) => sources.includes(build.sources));
  if (wanted.every(isBuilt)) return;
  withLock(root, () => {
    const stale = wanted.filter((build) => !isBuilt(build));
    if (stale.length > 0) console.error('Building: the sources are new here, or have changed.');
    for (const build of stale) make(build);
  });
}

function make({ sources, settings, stamp, clear, tool: [program, ...args], fault }) {
  const hash = sourceHash({ sources, settings });
  // A build cut short must not count.
  rmSync(stamp, { force: true });
  clear();
  const done = run(process.execPath, [join(root, 'node_modules', program), ...args]);
  if (done.status !== 0) fail(fault);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, hash);
}

function clearDist(isOurs) {
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (isOurs(entry)) rmSync(join(dist, entry.name), { recursive: true, force: true });
  }
}

function isInstalled() {
  const hash = hashOf([lockFile]);
  if (contentOf(installStamp) === hash) return true;
  if (!isInstalledByHand()) return false;
  writeFileSync(installStamp, hash);
  return true;
}

/** Somebody ran npm themselves: npm's own record of what it installed tells, package by package. */
function isInstalledByHand() {
  const record = contentOf(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    // Optional packages are those of other platforms.
    if (installed[path] === undefined) return optional === true || devOptional === true;
    return installed[path].version === version;
  });
}

function isBuilt(build) {
  // An image holds what was built and not what it was built from.
  if (!existsSync(join(root, build.sources))) return existsSync(build.stamp);
  return contentOf(build.stamp) === sourceHash(build);
}

function sourceHash({ sources, settings }) {
  const files = readdirSync(join(root, sources), { recursive: true })
    .filter((path) => /\.(ts|tsx|json|css|html|svg)$/.test(path) && !path.endsWith('.test.ts'))
    .map((path) => join(root, sources, path));
  return hashOf([...files.sort(), ...settings.map((path) => join(root, path)), lockFile]);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  // The name is hashed too: a file that moved is a change.
  for (const path of paths) hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

function contentOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function npm(args) {
  const cli = process.env.npm_execpath ?? '';
  // Started by npm, it is that very npm that goes on; on Windows npm is a script, not a program.
  if (cli.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args]);
  return run('npm', args, process.platform === 'win32');
}

function run(command, args, shell = false) {
  return spawnSync(command, args, { cwd: root, shell, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Understands what `engines` says: `^20.20.2 || >=24.0.0`. */
function satisfies(version, range) {
  return range.split('||').some((part) => {
    const [, sign, least] = /^\s*(\^|>=)\s*(\d+\.\d+\.\d+)\s*$/.exec(part) ?? [];
    if (least === undefined) throw new Error(`package.json: cannot read the range ${range}`);
    const [have, need] = [numbersOf(version), numbersOf(least)];
    const differs = have.findIndex((number, place) => number !== need[place]);
    const isEnough = differs === -1 || have[differs] > need[differs];
    return isEnough && (sign === '>=' || have[0] === need[0]);
  });
}

function numbersOf(version) {
  return version.split('-')[0].split('.').map(Number);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
