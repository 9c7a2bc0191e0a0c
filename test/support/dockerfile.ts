/** The place where a Dockerfile is read, and its steps are walked in folders instead of layers. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export type Instruction = { readonly name: string; readonly rest: string };
export type Stage = {
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly Instruction[];
};

export function readStages(text: string): readonly Stage[] {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  const joined = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '');
  for (const line of joined.split('\n').filter((one) => one.trim() !== '')) {
    const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, from = '', as] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? [];
      stages.push({ name: as ?? String(stages.length), from, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ name, rest });
    }
  }
  return stages;
}

export function onlyOf(stage: Stage | undefined, name: string): string {
  const found = stage?.instructions.filter((one) => one.name === name) ?? [];
  if (found.length !== 1) throw new Error(`${found.length} ${name} in the last stage`);
  return found[0]?.rest ?? '';
}

/** `NAME=value` pairs; none of ours has a blank in it. */
export function environmentOf(stage: Stage | undefined): Record<string, string> {
  const pairs = stage?.instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries((pairs ?? []).map((pair) => pair.split('=') as [string, string]));
}

export type Walk = {
  /** What the build may read: the clone, without what .dockerignore leaves out. */
  readonly context: string;
  readonly ignore: string;
  /** A folder for each stage is made here. */
  readonly into: string;
  /** Whom `node` of the base image is here. */
  readonly user: { readonly uid: number; readonly gid: number };
};

/** The root folder of the last stage. */
export function walk(stages: readonly Stage[], of: Walk): string {
  const roots = new Map<string, string>();
  let last = '';
  for (const stage of stages) {
    last = join(of.into, stage.name);
    roots.set(stage.name, last);
    let at = '/';
    for (const { name, rest } of stage.instructions) {
      if (name === 'WORKDIR') {
        at = rest;
        mkdirSync(join(last, at), { recursive: true });
      } else if (name === 'COPY') {
        copy(rest, { root: last, at, roots, of });
      } else if (name === 'RUN') {
        run(rest, { root: last, at, of });
      }
    }
  }
  return last;
}

type Here = { readonly root: string; readonly at: string; readonly of: Walk };

function copy(
  rest: string,
  { root, at, roots, of }: Here & { roots: ReadonlyMap<string, string> },
) {
  const words = rest.split(/\s+/);
  const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
  const paths = from === undefined ? words : words.slice(1);
  const to = paths.at(-1) ?? '';
  const target = join(root, at, to);
  for (const path of paths.slice(0, -1)) {
    if (path === '.') {
      for (const kept of keptPaths(of.ignore)) {
        cpSync(join(of.context, kept), join(target, kept), { recursive: true });
      }
      continue;
    }
    if (from === undefined && !keptPaths(of.ignore).includes(path)) {
      throw new Error(`${path} is copied, and .dockerignore leaves it out`);
    }
    const source = join(from === undefined ? of.context : (roots.get(from) ?? ''), path);
    const isInto = to.endsWith('/');
    const options = { recursive: true, verbatimSymlinks: true } as const;
    cpSync(source, isInto ? join(target, basename(path)) : target, options);
  }
}

/** Ours begins with `*` and names what is kept. */
function keptPaths(ignore: string): readonly string[] {
  const lines = readFileSync(ignore, 'utf8').split('\n');
  if (!lines.includes('*')) throw new Error('.dockerignore has to leave out everything first');
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
}

/** `install -d` names a folder of the image's own root and user; the rest runs as it stands. */
function run(command: string, { root, at, of }: Here): void {
  const folder = /^install -d -o node -g node -m (\d+) (\S+)$/.exec(command);
  if (folder !== null) {
    const path = join(root, folder[2] ?? '');
    mkdirSync(path, { recursive: true });
    if (process.geteuid?.() === 0) chownSync(path, of.user.uid, of.user.gid);
    chmodSync(path, Number.parseInt(folder[1] ?? '', 8));
    return;
  }
  if (!existsSync(join(root, at))) throw new Error(`there is no ${at} to run in`);
  // What a test runner has set must not reach a build.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const ran = spawnSync('sh', ['-c', command], { cwd: join(root, at), env, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${command}: ${ran.stdout}${ran.stderr}`);
}
