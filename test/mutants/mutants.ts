/**
 * The place where every listed mutant is tried: the source is changed in a copy, and somebody must
 * notice. A suite that stays green with a predicate inverted is worth nothing: `npm run mutants`.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundMutants } from './bounds.ts';
import { mutants } from './list.ts';
import type { Mutant } from './mutant.ts';
import { outsideMutants } from './outside.ts';
import { secretMutants } from './secrets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copied = [
  'scripts',
  'src',
  'test',
  'migrations',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'layers.json',
];
const sideBySide = 2;

async function main(): Promise<number> {
  const asked = process.argv.slice(2).join(' ');
  const all = [...mutants, ...boundMutants, ...outsideMutants, ...secretMutants];
  const chosen = all.filter((mutant) => mutant.name.includes(asked));
  const queue = [...chosen.entries()];
  const lines: string[] = [];
  let survived = 0;
  const lane = async (): Promise<void> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-mutant-'));
    for (const name of copied)
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [number, mutant] = next;
      const killed = await tryOne(folder, mutant);
      if (!killed) survived++;
      const by = Array.isArray(mutant.noticedBy)
        ? mutant.noticedBy.map((file) => path.basename(file)).join(', ')
        : 'the simulator';
      lines[number] = `| ${mutant.name} | ${killed ? 'killed' : '**SURVIVED**'} | ${by} |`;
      console.log(lines[number]);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
  console.log(`\n| mutant | | noticed by |\n|---|---|---|\n${lines.join('\n')}\n`);
  console.log(`${chosen.length - survived} of ${chosen.length} killed`);
  return survived === 0 ? 0 : 1;
}

async function tryOne(folder: string, mutant: Mutant): Promise<boolean> {
  const file = path.join(folder, mutant.file);
  const before = readFileSync(file, 'utf8');
  let after = before;
  for (const [from, to] of mutant.edits) {
    if (!after.includes(from))
      throw new Error(`${mutant.name}: ${mutant.file} has no text\n${from}`);
    after = after.replace(from, () => to);
  }
  writeFileSync(file, after);
  try {
    return await notices(folder, mutant.noticedBy);
  } finally {
    writeFileSync(file, before);
  }
}

/** A run that could not even load is no notice: the mutant itself would be at fault. */
async function notices(folder: string, by: Mutant['noticedBy']): Promise<boolean> {
  if ('seeds' in by) {
    const { code, output } = await run(folder, [
      '--import',
      'tsx',
      'test/simulation/simulate.ts',
      '--seed',
      '1',
      '--count',
      String(by.seeds),
    ]);
    if (!/\d+ failed/.test(output)) throw new Error(output.slice(-2_000));
    return code !== 0 || !/(^|\n)0 failed/.test(output);
  }
  const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
  const { code, output } = await run(folder, [vitest, 'run', '--bail=1', ...by]);
  if (!/Tests\s/.test(output)) throw new Error(output.slice(-2_000));
  return code !== 0;
}

function run(cwd: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('exit', (code) => resolve({ code: code ?? 1, output }));
  });
}

process.exit(await main());
