/** Every rule that biome.jsonc and .oxlintrc.json name is broken once on purpose, and found. */

import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantedFaults } from './planted-faults.ts';
import { type PlantedTree, plantTree } from './planted-tree.ts';

let tree: PlantedTree;

beforeAll(() => {
  tree = plantTree(Object.fromEntries(plantedFaults.map(({ file, text }) => [file, text])));
});

afterAll(() => tree.uproot());

test('the style checker finds every planted fault under its name, and no other', () => {
  const found = tree.run('node_modules/@biomejs/biome/bin/biome', [
    'check',
    '--error-on-warnings',
    '--max-diagnostics=none',
    '--reporter=json',
    '.',
  ]);

  const report = JSON.parse(found.output) as BiomeReport;
  const faults = report.diagnostics.map(
    ({ category, location }) => `${location.path}: ${nameOf(category)}`,
  );
  expect([...new Set(faults)].sort()).toEqual(expectedOf('style'));
  expect(found.status).toBe(1);
});

test('the linter with types finds every planted fault under its name, and no other', () => {
  const found = tree.run('node_modules/oxlint/bin/oxlint', ['--format=json']);

  const report = JSON.parse(found.output) as OxlintReport;
  const faults = report.diagnostics.map(({ code, filename }) => `${filename}: ${nameOf(code)}`);
  expect([...new Set(faults)].sort()).toEqual(expectedOf('lint'));
  expect(found.status).toBe(1);
});

test('the compiler refuses what cannot be erased, and what may be undefined', () => {
  const found = tree.run('node_modules/typescript/bin/tsc', ['--noEmit', '--pretty', 'false']);

  const faults = found.output
    .split('\n')
    .flatMap((line) => /^([^(]+)\(.*error (TS\d+)/.exec(line)?.slice(1, 3).join(': ') ?? []);
  expect(faults.filter((fault) => fault.startsWith('src/lib/types-'))).toEqual([
    'src/lib/types-enum.ts: TS1294',
    'src/lib/types-exact.ts: TS2375',
    'src/lib/types-index.ts: TS2322',
    'src/lib/types-verbatim.ts: TS1484',
  ]);
});

test.each([
  { settings: 'biome.jsonc', by: 'style' },
  { settings: '.oxlintrc.json', by: 'lint' },
] as const)('every rule that $settings switches on has a planted fault', ({ settings, by }) => {
  const broken = new Set(plantedFaults.flatMap((fault) => fault[by] ?? []));

  expect(rulesIn(settings).filter((name) => !broken.has(name))).toEqual([]);
});

type BiomeReport = {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string };
  }[];
};

type OxlintReport = {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
};

function expectedOf(by: 'style' | 'lint'): readonly string[] {
  return plantedFaults
    .flatMap((fault) => (fault[by] ?? []).map((name) => `${fault.file}: ${name}`))
    .sort();
}

/** `lint/style/noDefaultExport` and `typescript-eslint(no-floating-promises)` end in the name. */
function nameOf(code: string): string {
  return /([\w-]+)\)?$/.exec(code)?.[1] ?? code;
}

function rulesIn(settings: string): readonly string[] {
  const { config } = ts.parseConfigFileTextToJson(settings, readFileSync(settings, 'utf8')) as {
    config: { rules?: Rules; linter?: { rules: Rules }; overrides: readonly { rules?: Rules }[] };
  };
  const all = [config.rules, config.linter?.rules, ...config.overrides.map(({ rules }) => rules)];
  return [...new Set(all.flatMap((rules) => (rules === undefined ? [] : switchedOn(rules))))];
}

/** A rule's setting, or a group of rules. */
type Rules = { readonly [name: string]: Rules | string | readonly unknown[] };

function switchedOn(rules: Rules): readonly string[] {
  return Object.entries(rules).flatMap(([name, setting]) => {
    if (name === 'preset' || setting === 'off') return [];
    const isRule = typeof setting === 'string' || 'length' in setting || 'level' in setting;
    return isRule ? [name.replace(/^(typescript|react)\//, '')] : switchedOn(setting);
  });
}
