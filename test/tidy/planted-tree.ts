/** The place where a small repository is planted, full of faults, for the checkers to find. */

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Path to content, as they lie in the repository. */
export type Files = Readonly<Record<string, string>>;

export type PlantedTree = {
  readonly folder: string;
  readonly plant: (files: Files) => void;
  readonly run: (script: string, args: readonly string[]) => { status: number; output: string };
  readonly uproot: () => void;
};

// The very settings of this repository: a rule proven under others would prove nothing.
const settings = [
  '.dependency-cruiser.mjs',
  '.gitignore',
  '.oxlintrc.json',
  'biome.jsonc',
  'knip.jsonc',
  'layers.json',
  'tsconfig.json',
];
const reportBytesMax = 64 * 1024 * 1024;

export function plantTree(files: Files): PlantedTree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-tidy-')));
  const plant = (more: Files) => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  for (const name of settings) copyFileSync(name, join(folder, name));
  plant({ 'package.json': '{\n  "type": "module"\n}\n', ...files });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'), 'dir');

  return {
    folder,
    plant,
    run: (script, args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(script), ...args], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: reportBytesMax,
      });
      return { status: status ?? -1, output: stdout === '' ? stderr : stdout };
    },
    uproot: () => rmSync(folder, { recursive: true, force: true }),
  };
}
