/** The place where the faults are that the linters must find, and next to them what is allowed. */

type PlantedFault = {
  readonly file: string;
  readonly text: string;
  /** The rules it breaks, as biome and as oxlint call them; none means that it is allowed. */
  readonly style?: readonly string[];
  readonly lint?: readonly string[];
};

const anyReturn = 'export const read = (text: string): string => JSON.parse(text);\n';
const longFunction = (lines: number) =>
  `export function long(): void {\n${'  Number(1);\n'.repeat(lines - 2)}}\n`;
const speaks = "console.log('hello');\n";
const readsEnv = 'export const home = process.env;\n';

const styleFaults: readonly PlantedFault[] = [
  { file: 'src/lib/format.ts', text: 'export const one = "1"\n', style: ['format'] },
  {
    file: 'src/lib/imports.ts',
    text: "import { b } from './b.ts';\nimport { a } from './a.ts';\n\nexport const ab = [a, b];\n",
    style: ['organizeImports'],
  },
  {
    file: 'src/lib/barrel.ts',
    text: "export { one } from './format.ts';\n",
    style: ['noBarrelFile'],
  },
  {
    file: 'src/lib/star.ts',
    text: "export * from './format.ts';\n",
    style: ['noBarrelFile', 'noReExportAll'],
  },
  {
    file: 'src/lib/common-js.ts',
    text: "export const fs: unknown = require('node:fs');\n",
    style: ['noCommonJs'],
  },
  { file: 'src/lib/default.ts', text: 'export default 1;\n', style: ['noDefaultExport'] },
  { file: 'planted.config.ts', text: 'export default 1;\n' },
  {
    file: 'src/lib/long-file.ts',
    text: Array.from({ length: 401 }, (_, n) => `export const x${n} = 1;\n`).join(''),
    style: ['noExcessiveLinesPerFile'],
  },
  {
    file: 'src/lib/bang.ts',
    text: 'export const first = (all: readonly string[]): string => all[0]!;\n',
    style: ['noNonNullAssertion'],
  },
  {
    file: 'src/lib/reassign.ts',
    text: 'export function next(n: number): number {\n  n = n + 1;\n  return n;\n}\n',
    style: ['noParameterAssign'],
  },
  {
    file: 'src/lib/array-type.ts',
    text: 'export const all: Array<string> = [];\n',
    style: ['useConsistentArrayType'],
  },
  { file: 'src/lib/camelCase.ts', text: 'export {};\n', style: ['useFilenamingConvention'] },
  { file: 'web/lower-case.tsx', text: 'export const a = 1;\n', style: ['useFilenamingConvention'] },
  { file: 'web/ReviewQueue.tsx', text: 'export const a = 1;\n' },
  {
    file: 'src/lib/protocol.ts',
    text: "import { readFileSync } from 'fs';\n\nexport const read = readFileSync;\n",
    style: ['useNodejsImportProtocol'],
  },
  {
    file: 'src/lib/loose.ts',
    text: 'export const loose = (value: any): unknown => value;\n',
    style: ['noExplicitAny'],
  },
  {
    file: 'src/lib/hushed.ts',
    text: `// @${'ts-ignore'}: so that it compiles.\nexport const one: string = 1;\n`,
    style: ['noTsIgnore'],
  },
];

const promiseFaults: readonly PlantedFault[] = [
  {
    file: 'src/lib/awaits-nothing.ts',
    text: 'export async function wait(): Promise<void> {\n  await 1;\n}\n',
    lint: ['await-thenable', 'no-unnecessary-await'],
  },
  {
    file: 'src/lib/floats.ts',
    text: 'export function start(run: () => Promise<void>): void {\n  run();\n}\n',
    lint: ['no-floating-promises'],
  },
  {
    file: 'src/lib/floats-void.ts',
    text: 'export function start(run: () => Promise<void>): void {\n  void run();\n}\n',
    lint: ['no-floating-promises'],
  },
  {
    file: 'src/lib/misuses.ts',
    text: 'export const isUp = (up: () => Promise<boolean>): number => (up() ? 1 : 0);\n',
    lint: ['no-misused-promises'],
  },
  {
    file: 'src/lib/returns-early.ts',
    text: [
      'export async function read(run: () => Promise<number>): Promise<number> {',
      '  try {',
      '    return run();',
      '  } catch {',
      '    return 0;',
      '  }',
      '}',
      '',
    ].join('\n'),
    lint: ['return-await'],
  },
  {
    file: 'src/lib/rejects.ts',
    text: "export const refuse = (): Promise<never> => Promise.reject('no');\n",
    lint: ['prefer-promise-reject-errors'],
  },
  {
    file: 'src/lib/throws.ts',
    text: "export function refuse(): never {\n  throw 'no';\n}\n",
    lint: ['only-throw-error'],
  },
];

const switchOn = (rest: string) =>
  [
    "export function sign(state: 'on' | 'off'): number {",
    '  let sign = 0;',
    '  switch (state) {',
    "    case 'on':",
    '      sign = 1;',
    '      break;',
    rest,
    '  }',
    '  return sign;',
    '}',
    '',
  ].join('\n');

const typeFaults: readonly PlantedFault[] = [
  {
    file: 'src/lib/forgets-a-state.ts',
    text: switchOn("    // 'off' is forgotten."),
    lint: ['switch-exhaustiveness-check'],
  },
  {
    file: 'src/lib/defaults.ts',
    text: switchOn('    default:\n      sign = 2;'),
    lint: ['switch-exhaustiveness-check'],
  },
  {
    file: 'src/lib/defaults-as-well.ts',
    text: switchOn("    case 'off':\n      sign = 2;\n      break;\n    default:\n      sign = 3;"),
    lint: ['switch-exhaustiveness-check'],
  },
  {
    file: 'src/lib/any-argument.ts',
    text: 'export const size = (text: string): number => Number.parseInt(JSON.parse(text), 10);\n',
    lint: ['no-unsafe-argument'],
  },
  {
    file: 'src/lib/any-assignment.ts',
    text: "const read = JSON.parse('1');\n\nexport const one: unknown = read;\n",
    lint: ['no-unsafe-assignment'],
  },
  {
    file: 'src/lib/any-call.ts',
    text: "export const call = (): unknown => JSON.parse('1')();\n",
    lint: ['no-unsafe-call'],
  },
  {
    file: 'src/lib/any-member.ts',
    text: "export const member = (): unknown => JSON.parse('1').one;\n",
    lint: ['no-unsafe-member-access'],
  },
  { file: 'src/lib/any-return.ts', text: anyReturn, lint: ['no-unsafe-return'] },
  { file: 'src/lib/any-return.test.ts', text: anyReturn },
];

const sizeFaults: readonly PlantedFault[] = [
  { file: 'src/lib/long.ts', text: longFunction(61), lint: ['max-lines-per-function'] },
  { file: 'src/lib/screen.ts', text: longFunction(60) },
  { file: 'web/Long.tsx', text: longFunction(121), lint: ['max-lines-per-function'] },
  { file: 'web/Screen.tsx', text: longFunction(120) },
  { file: 'src/lib/story.test.ts', text: longFunction(61) },
  { file: 'test/story.ts', text: longFunction(61) },
  {
    file: 'src/lib/four.ts',
    text: 'export const sum = (a: number, b: number, c: number, d: number) => a + b + c + d;\n',
    lint: ['max-params'],
  },
  { file: 'src/lib/three.ts', text: 'export const sum = (a: 1, b: 2, c: 3) => a + b + c;\n' },
];

const worldFaults: readonly PlantedFault[] = [
  { file: 'src/engine/speaks.ts', text: speaks, lint: ['no-console'] },
  { file: 'src/cli/speaks.ts', text: speaks },
  { file: 'src/main/speaks.ts', text: speaks },
  { file: 'scripts/speaks.mjs', text: speaks },
  { file: 'src/db/reads-env.ts', text: readsEnv, lint: ['no-restricted-properties'] },
  { file: 'src/cli/reads-env.ts', text: readsEnv, lint: ['no-restricted-properties'] },
  {
    file: 'src/db/picks-env.ts',
    text: 'export const { env } = process;\n',
    lint: ['no-restricted-properties'],
  },
  { file: 'src/main/reads-env.ts', text: readsEnv },
  { file: 'test/reads-env.ts', text: readsEnv },
  {
    file: 'src/engine/exits.ts',
    text: 'export const end = (): never => process.exit(1);\n',
    lint: ['no-restricted-properties'],
  },
  {
    file: 'src/engine/traps.ts',
    text: "process.once('SIGTERM', () => undefined);\n",
    lint: ['no-restricted-properties'],
  },
];

const inDomain = (name: string, expression: string, rule: string): PlantedFault => ({
  file: `src/domain/${name}.ts`,
  text: `export const value = (): unknown => ${expression};\n`,
  lint: [rule],
});

const domainFaults: readonly PlantedFault[] = [
  inDomain('date-now', 'Date.now()', 'no-restricted-globals'),
  inDomain('date-new', 'new Date()', 'no-restricted-globals'),
  inDomain('date-behind', 'globalThis.Date.now()', 'no-restricted-globals'),
  {
    file: 'src/domain/date-type.ts',
    text: 'export type Due = { readonly at: Date };\n',
    lint: ['no-restricted-types'],
  },
  inDomain('performance', 'performance.now()', 'no-restricted-globals'),
  inDomain('crypto', 'crypto.randomUUID()', 'no-restricted-globals'),
  inDomain('fetch', "fetch('https://countersign.example')", 'no-restricted-globals'),
  inDomain('process', 'process.pid', 'no-restricted-globals'),
  inDomain('env', 'process.env', 'no-restricted-globals'),
  inDomain('set-timeout', 'setTimeout(() => undefined, 1)', 'no-restricted-globals'),
  inDomain('set-interval', 'setInterval(() => undefined, 1)', 'no-restricted-globals'),
  inDomain('set-immediate', 'setImmediate(() => undefined)', 'no-restricted-globals'),
  inDomain('microtask', 'queueMicrotask(() => undefined)', 'no-restricted-globals'),
  inDomain('random', 'Math.random()', 'no-restricted-properties'),
  {
    file: 'src/domain/random-picked.ts',
    text: 'export const { random } = Math;\n',
    lint: ['no-restricted-properties'],
  },
  {
    file: 'src/domain/temporal-now.ts',
    text: [
      "import { Temporal } from 'temporal-polyfill';",
      '',
      'export const now = (): unknown => Temporal.Now.instant();',
      '',
    ].join('\n'),
    lint: ['no-restricted-properties'],
  },
  inDomain('temporal-global', 'globalThis.Temporal', 'no-restricted-properties'),
  { file: 'src/domain/pure.ts', text: 'export const half = (n: number): number => n / 2;\n' },
  { file: 'src/engine/date-now.ts', text: 'export const now = (): number => Date.now();\n' },
];

const webFaults: readonly PlantedFault[] = [
  {
    file: 'web/HooksInTurn.tsx',
    text: [
      "import { useState } from 'react';",
      '',
      'export function HooksInTurn({ isOpen }: { readonly isOpen: boolean }) {',
      '  if (!isOpen) return null;',
      '  const [count] = useState(0);',
      '  return <p>{count}</p>;',
      '}',
      '',
    ].join('\n'),
    lint: ['rules-of-hooks'],
  },
  {
    file: 'web/Forgets.tsx',
    text: [
      "import { useEffect } from 'react';",
      '',
      'export function Forgets({ title }: { readonly title: string }) {',
      '  useEffect(() => {',
      '    document.title = title;',
      '  }, []);',
      '  return null;',
      '}',
      '',
    ].join('\n'),
    lint: ['exhaustive-deps'],
  },
  {
    file: 'web/Trusts.tsx',
    text: [
      'export function Trusts({ html }: { readonly html: string }) {',
      '  return <div dangerouslySetInnerHTML={{ __html: html }} />;',
      '}',
      '',
    ].join('\n'),
    lint: ['no-danger'],
  },
];

/** For the compiler: TS1294 erasable, TS2375 exact optional, TS2322 unchecked index, TS1484. */
const compilerFaults: readonly PlantedFault[] = [
  { file: 'src/lib/types-enum.ts', text: 'export enum State {\n  On = 1,\n}\n' },
  {
    file: 'src/lib/types-exact.ts',
    text: 'export const one: { readonly a?: string } = { a: undefined };\n',
  },
  {
    file: 'src/lib/types-index.ts',
    text: 'export const first = (all: readonly string[]): string => all[0];\n',
  },
  {
    file: 'src/lib/types-verbatim.ts',
    text: "import { Abortable } from 'node:events';\n\nexport type A = Abortable;\n",
    style: ['useImportType'],
  },
];

export const plantedFaults: readonly PlantedFault[] = [
  ...styleFaults,
  ...promiseFaults,
  ...typeFaults,
  ...sizeFaults,
  ...worldFaults,
  ...domainFaults,
  ...webFaults,
  ...compilerFaults,
  {
    file: 'node_modules/temporal-polyfill/package.json',
    text: '{ "type": "module", "types": "index.d.ts" }',
  },
  {
    file: 'node_modules/temporal-polyfill/index.d.ts',
    text: 'export declare const Temporal: { readonly Now: { instant(): unknown } };\n',
  },
  { file: 'src/lib/a.ts', text: 'export const a = 1;\n' },
  { file: 'src/lib/b.ts', text: 'export const b = 1;\n' },
];
