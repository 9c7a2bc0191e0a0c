/** A clone makes itself ready: installed once, built when its sources changed, then started. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';

const installing = 'Installing packages: package-lock.json is new here, or has changed.';
const building = 'Building: the sources are new here, or have changed.';

// The program of the stand-in clone: says that it is up, and stays until it is told to end.
const program = `/** The place where a stand-in for the program runs. */
if (process.argv.includes('--stay')) {
  const staying = setInterval(() => undefined, 1000);
  process.once('SIGTERM', () => {
    clearInterval(staying);
    console.log('ended in good order');
  });
}
console.log(\`up \${process.argv.slice(2).join(' ')}\`);
`;

// Stands in for npm: makes the folder that an installation makes.
const fakeNpm = `import { appendFileSync, mkdirSync } from 'node:fs';
mkdirSync('node_modules', { recursive: true });
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
`;

// Stands in for vite: says that it was there, and makes the page; a source called broken stops it.
const fakeVite = `import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('vite.log', process.argv.slice(2).join(' ') + '\\n');
if (existsSync('web/broken.ts')) process.exit(1);
mkdirSync('dist/web', { recursive: true });
writeFileSync('dist/web/index.html', 'made');
`;

const home = mkdtempSync(join(tmpdir(), 'countersign start '));
let folder: string;
let count = 0;

beforeEach(() => {
  // A space in the path: people have them.
  folder = join(home, `clone ${count++}`);
  mkdirSync(join(folder, 'src/main'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  cpSync('scripts', join(folder, 'scripts'), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(name, join(folder, name));
  }
  for (const name of ['typescript', '@types']) {
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name), 'dir');
  }
  write(
    'package-lock.json',
    '{ "packages": { "": {}, "node_modules/a": { "version": "1.0.0" } } }',
  );
  write('src/main/main.ts', program);
  write('web/shell/Main.tsx', '/** The place where a stand-in for the screens begins. */\n');
  write('web/tsconfig.json', '{}');
  write('vite.config.ts', 'export default {};\n');
  write('node_modules/vite/bin/vite.js', fakeVite);
  write('node_modules/vite/package.json', '{ "type": "module" }');
  write('fake/npm-cli.js', fakeNpm);
  write('fake/package.json', '{ "type": "module" }');
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a fresh clone is installed, built and started with the arguments given', () => {
  const { status, stdout, stderr } = start('--port', '8080');

  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: 'up --port 8080\n',
    stderr: `${installing}\n${building}\n`,
  });
  expect(read('npm.log')).toBe('ci --include=dev --no-audit --no-fund --loglevel=error\n');
});

test('the second start finds everything done', () => {
  start();

  expect(start()).toMatchObject({ status: 0, stdout: 'up \n', stderr: '' });
  expect(read('vite.log')).toBe('build --logLevel warn\n');
});

test.each(['web/ui/tokens.css', 'vite.config.ts'])(
  'a change in %s builds the web interface anew, and nothing else',
  (path) => {
    start();
    write('dist/main/kept.js', '');
    write('dist/web/stale.js', '');
    write(path, '/* The place where it is otherwise. */\n');

    expect(start()).toMatchObject({ status: 0, stdout: 'up \n', stderr: `${building}\n` });
    expect(read('dist/web/index.html')).toBe('made');
    expect(existsSync(join(folder, 'dist/main/kept.js'))).toBe(true);
    expect(existsSync(join(folder, 'dist/web/stale.js'))).toBe(false);
  },
);

test('a web interface that cannot be built is said so, and tried again', () => {
  write('web/broken.ts', '');

  const { status, stderr } = start();

  expect({ status, said: stderr.split('\n').at(-2) }).toEqual({
    status: 1,
    said: 'The web interface could not be built; its builder says why above.',
  });
  rmSync(join(folder, 'web/broken.ts'));
  expect(start()).toMatchObject({ status: 0, stdout: 'up \n' });
});

test('packages that somebody installed by hand are not installed again', () => {
  write(
    'node_modules/.package-lock.json',
    '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }',
  );

  expect(start().stderr).toBe(`${building}\n`);
});

test('packages of another version are installed anew', () => {
  write(
    'node_modules/.package-lock.json',
    '{ "packages": { "node_modules/a": { "version": "0.9.0" } } }',
  );

  expect(start().stderr).toBe(`${installing}\n${building}\n`);
});

test('a changed source is built, and what has no source any more is gone', () => {
  start();
  write('dist/main/stale.js', '');
  appendFileSync(join(folder, 'src/main/main.ts'), "console.log('changed');\n");

  expect(start()).toMatchObject({ stdout: 'up \nchanged\n', stderr: `${building}\n` });
  expect(existsSync(join(folder, 'dist/main/stale.js'))).toBe(false);
  expect(read('vite.log')).toBe('build --logLevel warn\n');
});

test('a source that does not compile is said so, and is not started', () => {
  appendFileSync(join(folder, 'src/main/main.ts'), 'const n: number = "one";\n');

  const { status, stdout, stderr } = start();

  expect(status).toBe(1);
  expect(stdout).not.toMatch(/^up/m);
  expect(stderr).toMatch(/The sources could not be built; the compiler says why above\.\n$/);
  expect(start().status).toBe(1);
});

test('two starts side by side install once and build once', async () => {
  const both = await Promise.all([startAside(), startAside()]);

  expect(both.map(({ code, stdout }) => ({ code, stdout }))).toEqual([
    { code: 0, stdout: 'up \n' },
    { code: 0, stdout: 'up \n' },
  ]);
  const said = both.flatMap(({ stderr }) => stderr.split('\n').filter((line) => line !== ''));
  expect(said.sort()).toEqual([building, installing]);
  expect(existsSync(join(folder, '.countersign-lock'))).toBe(false);
});

test('the lock of a start that was killed is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  write('.countersign-lock', String(pid));

  expect(start()).toMatchObject({ status: 0, stdout: 'up \n' });
});

// npm starts a shell, and a shell does not pass a signal on: the script has to replace it.
test.each([
  { by: 'node', command: process.execPath, args: ['scripts/start.mjs', '--stay'] },
  { by: 'npm', command: 'npm', args: ['--silent', 'start', '--', '--stay'] },
])('a signal to $by reaches the program, and ends it in good order', async ({ command, args }) => {
  start();

  const ended = await startAside({ command, args, onUp: (child) => child.kill('SIGTERM') });

  expect(ended).toMatchObject({ code: 0, stdout: 'up --stay\nended in good order\n' });
});

test.each([
  { version: '18.20.4', isEnough: false },
  { version: '20.20.1', isEnough: false },
  { version: '20.20.2', isEnough: true },
  { version: '21.7.3', isEnough: false },
  { version: '22.13.0', isEnough: true },
  { version: '23.1.0', isEnough: false },
  { version: '26.0.0', isEnough: true },
])('Node.js $version is enough: $isEnough', ({ version, isEnough }) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`;
  const ask = "import('./scripts/ensure.mjs').then(({ ensureNode }) => ensureNode());";

  const { status, stderr } = spawnSync(process.execPath, ['-e', pretend + ask], {
    cwd: folder,
    encoding: 'utf8',
  });

  const range = '^20.20.2 || ^22.13.0 || >=24.0.0';
  const sentence = `Countersign needs Node.js ${range}; this is ${version}.\n`;
  expect({ status, stderr }).toEqual(
    isEnough ? { status: 0, stderr: '' } : { status: 1, stderr: sentence },
  );
});

test.each([
  {
    what: 'a good run',
    report: [{ status: 'passed', assertionResults: ['passed', 'passed'] }],
    code: 0,
    line: '2 passed, 0 failed',
  },
  {
    what: 'a failed and a skipped test',
    report: [{ status: 'failed', assertionResults: ['passed', 'failed', 'skipped', 'todo'] }],
    code: 1,
    line: '1 passed, 1 failed, 2 skipped',
  },
  {
    what: 'a file that could not be loaded',
    report: [
      { status: 'passed', assertionResults: ['passed'] },
      { status: 'failed', assertionResults: [] },
    ],
    code: 1,
    line: '1 passed, 1 failed',
  },
  {
    what: 'a run that broke down outside every test',
    report: [{ status: 'passed', assertionResults: ['passed'] }],
    code: 1,
    line: '1 passed, 1 failed',
  },
  { what: 'a run without a report', report: undefined, code: 1, line: '0 passed, 1 failed' },
])('$what is counted as it was', ({ report, code, line }) => {
  if (report !== undefined) {
    const testResults = report.map(({ status, assertionResults }) => ({
      status,
      assertionResults: assertionResults.map((state) => ({ status: state })),
    }));
    write('report.json', JSON.stringify({ testResults }));
  }
  const ask = `import('./scripts/tally.mjs').then(({ tallyOf }) =>
    console.log(tallyOf('report.json', ${code})));`;

  const { stdout } = spawnSync(process.execPath, ['-e', ask], { cwd: folder, encoding: 'utf8' });

  expect(stdout).toBe(`${line}\n`);
});

function start(...args: readonly string[]) {
  return spawnSync(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
  });
}

type Aside = {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly onUp?: (child: ChildProcess) => void;
};

function startAside(aside: Aside = {}) {
  const { command = process.execPath, args = ['scripts/start.mjs'], onUp } = aside;
  const child = spawn(command, args, { cwd: folder, env: environment() });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    if (said.stdout === '') onUp?.(child);
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  return new Promise<{ code: number | null } & typeof said>((done) => {
    child.once('close', (code) => done({ code, ...said }));
  });
}

/** The fake npm lies in the folder: an installation must not reach for the network here. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, npm_execpath: join(folder, 'fake/npm-cli.js') };
}

function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function write(path: string, content: string): void {
  mkdirSync(resolve(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}
