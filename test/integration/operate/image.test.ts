/**
 * The image by its own recipe: its file tree is made by the Dockerfile's steps, then started as its
 * user, with nothing but /data to write to. That an engine would build it is not tried here.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../../bench/product.ts';
import { variables } from '../../../src/main/config.ts';
import { environmentOf, onlyOf, readStages, type Stage, walk } from '../../support/dockerfile.ts';

const text = readFileSync('Dockerfile', 'utf8');
const stages = readStages(text);
const last: Stage | undefined = stages.at(-1);
const ours = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
/** Root lends itself to the image's `node`: an ordinary user with a name. */
const user = ours.uid === 0 ? { uid: 65_534, gid: 65_534 } : ours;

describe('the Dockerfile', () => {
  test('is valid, and breaks no rule that a linter knows', () => {
    expect(validate(text)).toEqual([]);
  });

  test('takes named slim versions, and ends as an ordinary user', () => {
    for (const { from } of stages) expect(from).toMatch(/^node:\d+-\w+-slim$/);
    expect(onlyOf(last, 'USER')).toBe('node');
    const places = last?.instructions.map(({ name }) => name) ?? [];
    expect(places.indexOf('USER')).toBeGreaterThan(places.lastIndexOf('RUN'));
  });

  test('starts the program itself, so that signals reach it, by the path of a clone', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: { start: string };
    };
    const flags = ['--max-semi-space-size=8', '--heap-growing-percent=100'];
    expect(scripts.start).toBe(['exec node', ...flags, 'scripts/start.mjs'].join(' '));
    expect(JSON.parse(onlyOf(last, 'ENTRYPOINT'))).toEqual(['node', ...flags, 'scripts/start.mjs']);
    expect(onlyOf(last, 'STOPSIGNAL')).toBe('SIGTERM');
    expect(onlyOf(last, 'VOLUME')).toBe(environmentOf(last).COUNTERSIGN_DATA_DIR);
  });
});

type Service = Readonly<Record<string, unknown>> & { readonly environment: Record<string, string> };

describe('the compose file', () => {
  const compose = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
    readonly services: Record<string, Service>;
    readonly volumes: object;
  };
  const { countersign, worker, postgres } = compose.services;

  test('has our service alone by default, and the rest under a profile', () => {
    expect(Object.keys(compose.services)).toEqual(['countersign', 'worker', 'postgres']);
    expect(countersign).not.toHaveProperty('profiles');
    expect([worker?.profiles, postgres?.profiles]).toEqual([['external'], ['external']]);
    const needs = { postgres: { condition: 'service_healthy', required: false } };
    expect([countersign?.depends_on, worker?.depends_on]).toEqual([needs, needs]);
  });

  test('runs ours with nothing to write but its volume, and no right to more', () => {
    for (const service of [countersign, worker]) {
      expect(service).toMatchObject({
        init: true,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      const volumes = service?.volumes as readonly string[];
      expect(volumes.map((volume) => volume.split(':')[1])).toEqual([onlyOf(last, 'VOLUME')]);
      for (const volume of volumes)
        expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
    }
    // Each has a data folder of its own, and all the same key and database.
    expect(countersign?.volumes).not.toEqual(worker?.volumes);
    expect(worker?.environment).toEqual({ ...countersign?.environment, COUNTERSIGN_ROLE: 'work' });
    // For this machine alone.
    expect(countersign?.ports).toEqual(['127.0.0.1:4400:4400']);
  });

  test('hands on which proxies are trusted: those that its published port leaves', () => {
    const given = '{COUNTERSIGN_TRUSTED_PROXIES:-loopback,uniquelocal}';
    expect(countersign?.environment.COUNTERSIGN_TRUSTED_PROXIES).toBe(`$${given}`);
  });

  test('gives settings that there are, and a stop the time that one takes', () => {
    const names: readonly string[] = variables;
    for (const name of Object.keys(worker?.environment ?? {})) expect(names).toContain(name);
    expect(Number.parseInt(String(countersign?.stop_grace_period), 10)).toBeGreaterThan(30);
  });
});

/** The packages come from the registry, as in a real build. */
const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
const isReachable = await fetch(registry, { signal: AbortSignal.timeout(5_000) }).then(
  () => true,
  () => false,
);
if (!isReachable) console.warn(`Skipped: the image is not made, for ${registry} is out of reach.`);

describe.skipIf(!isReachable)('what the Dockerfile makes', () => {
  let folder: string;
  let root: string;
  let node: string;
  beforeAll(async () => {
    // On the disk: two trees of packages are too much for memory.
    folder = await realpath(await mkdtemp(join(tmpdir(), 'countersign-image-')));
    // Ours may lie where only root may enter.
    node = join(folder, 'node');
    copyFileSync(process.execPath, node);
    root = walk(stages, {
      context: resolve('.'),
      ignore: resolve('.dockerignore'),
      into: folder,
      user,
    });
    for (const path of [folder, root]) chmodSync(path, 0o711);
    // As a read-only root is: nothing of it can be written, by whoever it belongs to.
    execFileSync('chmod', ['-R', 'a-w,a+rX', join(root, 'app')]);
  }, 400_000);
  afterAll(async () => {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    await rm(folder, { recursive: true, force: true });
  });

  const start = (args: readonly string[], env: Record<string, string>) =>
    spawn(node, ['scripts/start.mjs', ...args], {
      cwd: join(root, 'app'),
      ...user,
      env: { PATH: process.env.PATH, ...environmentOf(last), HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  test('holds what runs, and neither tests, nor compilers, nor anything of this machine', () => {
    expect(readdirSync(root).sort()).toEqual(['app', 'data']);
    const app = [
      'dist',
      'migrations',
      'node_modules',
      'package-lock.json',
      'package.json',
      'scripts',
    ];
    expect(readdirSync(join(root, 'app')).sort()).toEqual(app);
    const packages = readdirSync(join(root, 'app', 'node_modules'));
    for (const name of ['typescript', 'vitest', 'vite']) expect(packages).not.toContain(name);
    expect(statSync(join(root, 'data')).mode & 0o777).toBe(0o700);
  });

  test('is ready without installing, building or writing; and ends in good order', async () => {
    const port = await freePort();
    const env = { PORT: String(port), COUNTERSIGN_DATA_DIR: join(root, 'data') };
    const child = start([], env);
    const said = { error: '' };
    child.stderr.on('data', (chunk: Buffer) => {
      said.error += chunk.toString();
    });
    child.stdout.resume();
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    try {
      await untilReady(port, () => child.exitCode);
      const health = onlyOf(last, 'HEALTHCHECK').replace(/^.*?CMD /, '');
      const [, ...check] = JSON.parse(health) as string[];
      execFileSync(node, check, { env });
    } finally {
      child.kill('SIGTERM');
    }
    expect([await ended, said.error]).toEqual([0, '']);
    expect(readdirSync(join(root, 'data'))).not.toContainEqual(expect.stringMatching(/native/));
  }, 120_000);

  test('takes commands as a clone does', async () => {
    const child = start(['version'], {});
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    expect(await new Promise((done) => child.once('close', done))).toBe(0);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(out).toBe(`${version}\n`);
  });
});

async function untilReady(port: number, exitCode: () => number | null): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end && exitCode() === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`it did not become ready (exit code ${exitCode()})`);
}
