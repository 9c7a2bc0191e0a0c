/** Every text rule holds for this repository, and is broken once on purpose. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { foldersAreInTheTable, type TextFile, textRules } from './rules.ts';

const file = (path: string, text = ''): TextFile => ({ path, text, bytes: text.length });
const lines = (count: number) => 'x\n'.repeat(count);
/** An async function of which several run side by side, with a sum that they share. */
const lane = (body: string, path = 'src/a.ts') =>
  file(path, `let gone = 0;\n  const walk = async () => {\n${body}\n  };\n`);
const opening = '/** The place where one is one. */\n';

/** For each rule: files that must be found, with the line, and files that must not. */
const planted: Readonly<
  Record<
    keyof typeof textRules,
    { bad: readonly (readonly [string, TextFile])[]; good: TextFile[] }
  >
> = {
  namesAreKebabCase: {
    bad: [
      ['src/lib/camelCase.ts', file('src/lib/camelCase.ts')],
      ['src/lib/snake_case.ts', file('src/lib/snake_case.ts')],
      ['src/Lib/a.ts', file('src/Lib/a.ts')],
      ['docs/Guide.md', file('docs/Guide.md')],
      ['docs/two words.md', file('docs/two words.md')],
      ['web/ui/hourStrip.module.css', file('web/ui/hourStrip.module.css')],
    ],
    good: [
      file('src/lib/canonical-json.test.ts'),
      file('web/ReviewQueue.tsx'),
      file('migrations/0001-first.sql'),
      file('README.md'),
      file('.ci/run'),
      file('.dependency-cruiser.mjs'),
      file('web/api/generated/core/pathSerializer.gen.ts'),
      file('web/ui/hour-strip.module.css'),
    ],
  },
  namesSaySomething: {
    bad: [
      ['src/lib/utils.ts', file('src/lib/utils.ts')],
      ['src/lib/date-helper.ts', file('src/lib/date-helper.ts')],
      ['src/common/a.ts', file('src/common/a.ts')],
      ['src/db/pool-manager.ts', file('src/db/pool-manager.ts')],
      ['src/usecases/send-service.test.ts', file('src/usecases/send-service.test.ts')],
      ['src/domain/types.ts', file('src/domain/types.ts')],
      ['web/index.tsx', file('web/index.tsx')],
    ],
    good: [
      file('src/domain/content-types.ts'),
      file('web/index.html'),
      file('src/lib/assert.ts'),
      file('web/api/generated/client/index.ts'),
    ],
  },
  linesFitTheScreen: {
    bad: [['src/lib/a.ts:2', file('src/lib/a.ts', `\n${'x'.repeat(101)}\n`)]],
    good: [file('src/lib/a.ts', 'x'.repeat(100)), file('docs/a.md', 'x'.repeat(101))],
  },
  filesSayWhatTheyAre: {
    bad: [
      ['src/lib/a.ts:1', file('src/lib/a.ts', 'export const a = 1;\n')],
      ['src/lib/b.ts:1', file('src/lib/b.ts', `\n${opening}`)],
      ['scripts/c.mjs:1', file('scripts/c.mjs', '// The place.\n')],
      ['web/ui/Page.tsx:1', file('web/ui/Page.tsx', 'export const a = 1;\n')],
    ],
    good: [
      file('src/lib/a.ts', opening),
      file('src/lib/b.ts', '/**\n * The place where two are two.\n */\n'),
      file('web/api/generated/a.ts', 'export const a = 1;\n'),
      file('src/lib/a.test.ts', "import { test } from 'vitest';\n"),
      file('scripts/d.mjs', `#!/usr/bin/env node\n${opening}`),
    ],
  },
  nothingIsLeftForLater: {
    bad: [
      ['src/lib/a.ts:2', file('src/lib/a.ts', '\n// TODO: later\n')],
      ['docs/a.md:1', file('docs/a.md', 'FIXME\n')],
      ['migrations/a.sql:1', file('migrations/a.sql', '-- XXX\n')],
      ['scripts/a.mjs:1', file('scripts/a.mjs', '// HACK\n')],
    ],
    good: [file('docs/a.md', 'a hack, to do\n')],
  },
  noRuleIsDisabledInPlace: {
    bad: [
      ['src/a.ts:1', file('src/a.ts', '// eslint-disable-next-line no-console\n')],
      ['src/b.ts:1', file('src/b.ts', '/* oxlint-disable */\n')],
      ['src/c.ts:1', file('src/c.ts', '// biome-ignore lint: because\n')],
      ['src/d.ts:1', file('src/d.ts', '// @ts-nocheck\n')],
      ['src/e.ts:1', file('src/e.ts', '// @ts-expect-error: wrong on purpose\n')],
      ['src/f.ts:1', file('src/f.ts', '/* v8 ignore next */\n')],
      ['src/g.ts:1', file('src/g.ts', '// Stryker disable all\n')],
    ],
    good: [
      file('src/a.test.ts', '// @ts-expect-error: the compiler refuses it\n'),
      file('docs/a.md', 'no eslint-disable here\n'),
    ],
  },
  noTestIsLeftOut: {
    bad: [
      ['src/a.test.ts:1', file('src/a.test.ts', "test.only('a')\n")],
      ['src/b.test.ts:1', file('src/b.test.ts', "describe.concurrent.skip('b')\n")],
      ['src/c.test.ts:1', file('src/c.test.ts', "test.todo('c')\n")],
      ['src/d.test.ts:1', file('src/d.test.ts', "it.each([1]).only('d')\n")],
      ['src/e.test.ts:1', file('src/e.test.ts', "xit('e')\n")],
    ],
    good: [
      file('test/e2e/a.test.ts', "describe.skipIf(!hasDovecot)('real mail')\n"),
      file('src/a.ts', 'lead.skip();\nexit(1);\n'),
    ],
  },
  ourOwnModulesAreNotMocked: {
    bad: [
      ['src/a.test.ts:1', file('src/a.test.ts', "vi.mock('../db/sends.ts')\n")],
      ['src/b.test.ts:1', file('src/b.test.ts', "vi.doMock(import('./b.ts'))\n")],
    ],
    good: [file('src/a.test.ts', "vi.mock('node:fs')\n")],
  },
  classesAreErrors: {
    bad: [
      ['src/lib/a.ts:1', file('src/lib/a.ts', 'export class Pool {\n')],
      ['src/lib/b.ts:1', file('src/lib/b.ts', 'const Pool = class {\n')],
      ['src/lib/c.ts:1', file('src/lib/c.ts', 'export abstract class Pool extends Base {\n')],
      ['src/lib/d.ts:2', file('src/lib/d.ts', 'f();\n  return class extends Base {\n')],
      ['src/lib/e.ts:1', file('src/lib/e.ts', 'class Box<T> {}\n')],
      ['web/ui/a.ts:1', file('web/ui/a.ts', 'class Box {}\n')],
    ],
    good: [
      file('src/lib/a.ts', 'export class AssertionError extends Error {\n'),
      file('src/lib/b.ts', 'class LateError extends AssertionError {}\n'),
      file('src/lib/c.ts', ' * class is a word\nconst html = \'<p class="a">\';\n'),
      file('src/lib/d.ts', 'type A = { class: string };\nf({ class: 1 });\n'),
      file('src/lib/f.ts', '  class, ready_at\n * each a range (campaign, class, ready_at): one\n'),
      file('test/a.ts', 'class Clock {}\n'),
    ],
  },
  portsAreTypes: {
    bad: [
      ['src/ports/a.ts:1', file('src/ports/a.ts', 'export const limit = 1;\n')],
      ['src/ports/b.ts:1', file('src/ports/b.ts', 'export async function send() {\n')],
    ],
    good: [
      file('src/ports/a.ts', "import type { A } from './b.ts';\nexport type B = A;\n"),
      file('src/lib/a.ts', 'export const limit = 1;\n'),
    ],
  },
  noUpdateIsLost: {
    bad: [
      // In lanes side by side: as dispatch.ts once had it.
      ['src/a.ts:3', lane('    gone += await send();')],
      ['src/b.ts:3', lane('    gone = gone + (await send());', 'src/b.ts')],
      ['src/c.ts:3', lane('    gone = await sendAfter(gone);', 'src/c.ts')],
      ['web/d.tsx:3', lane('    gone ||= await send();', 'web/d.tsx')],
      ['bench/e.ts:3', lane('    counts.gone += await send();', 'bench/e.ts')],
      [
        'scripts/f.mjs:5',
        lane(
          '    const before = gone;\n    await send();\n    gone = before + 1;',
          'scripts/f.mjs',
        ),
      ],
      ['test/g.ts:4', lane('    if (gone > 9) return;\n    gone = await send();', 'test/g.ts')],
      [
        'test/h.ts:3',
        lane('    for await (const went of sent) gone = gone + (await went);', 'test/h.ts'),
      ],
      // Its own, but another function writes it, too.
      [
        'src/i.ts:4',
        file(
          'src/i.ts',
          'async function all() {\n  let gone = 0;\n  on(() => gone++);\n  gone += await send();\n}\n',
        ),
      ],
    ],
    good: [
      lane('    const went = await send();\n    gone += went;'),
      lane('    gone += 1;\n    await send();\n    gone += 1;'),
      lane('    await gone;\n    gone = send();'),
      lane('    if (gone > 9) {\n      await send();\n      return;\n    }\n    gone = 1;'),
      lane('    let own = 0;\n    own += await send();\n    return own;'),
      lane('    box.set(await send());'),
    ],
  },
  pagesHaveOneTitle: {
    bad: [
      ['docs/a.md', file('docs/a.md', '## Only a second\n')],
      ['docs/b.md', file('docs/b.md', '# One\n\n# Two\n')],
      ['docs/c.md', file('docs/c.md', '# One\n\n<h1 align="center">Two</h1>\n')],
    ],
    good: [file('docs/a.md', '# One\n\n## Two\n\n```sh\n# a comment\n```\n')],
  },
  readmeIsShort: {
    bad: [['README.md', file('README.md', lines(121))]],
    good: [file('README.md', lines(120)), file('docs/readme.md', lines(121))],
  },
  decisionRecordsAreShort: {
    bad: [['docs/decisions/0001-a.md', file('docs/decisions/0001-a.md', lines(41))]],
    good: [file('docs/decisions/0001-a.md', lines(40))],
  },
  decisionRecordsAreNumbered: {
    bad: [
      ['docs/decisions/0004-d.md', file('docs/decisions/0004-d.md')],
      ['docs/decisions/later.md', file('docs/decisions/later.md')],
    ],
    good: [file('docs/decisions/0001-a.md'), file('docs/decisions/0002-b.md')],
  },
  filesAreSmall: {
    bad: [['docs/a.png', { path: 'docs/a.png', text: '', bytes: 512 * 1024 + 1 }]],
    good: [{ path: 'docs/b.png', text: '', bytes: 512 * 1024 }],
  },
  noMachineIsNamed: {
    bad: [
      ['docs/a.md:1', file('docs/a.md', 'see /work/main\n')],
      ['src/a.ts:1', file('src/a.ts', "open('/root/.npm')\n")],
      ['.ci/run:1', file('.ci/run', 'cd /home/ann/countersign\n')],
    ],
    good: [file('src/a.ts', "get('/v1/work/items');\nhref = '/workflows/';\nroot / 'a';\n")],
  },
  noRegistryIsNamed: {
    bad: [
      ['docs/a.md:1', file('docs/a.md', 'https://registry.example.org/pg\n')],
      ['.npmrc:1', file('.npmrc', 'registry=http://localhost\n')],
      [
        'package-lock.json:1',
        file('package-lock.json', '"resolved": "http://localhost:4873/pg.tgz",\n'),
      ],
    ],
    good: [file('docs/a.md', 'https://countersign.example/registry\n')],
  },
};

const rules = Object.entries(textRules);
const layers = JSON.parse(readFileSync('layers.json', 'utf8')) as { folders: object; web: object };
const inTheTable = foldersAreInTheTable([
  ...Object.keys(layers.folders).map((folder) => `src/${folder}`),
  ...Object.keys(layers.web).map((folder) => `web/${folder}`),
]);

test.each(rules)('%s finds what is planted for it, and nothing else', (name, rule) => {
  const { bad, good } = planted[name as keyof typeof textRules];

  const faults = rule([...good, ...bad.map(([, badFile]) => badFile)]);

  expect(faults.map((fault) => fault.slice(0, fault.indexOf(': ')))).toEqual(
    bad.map(([place]) => place),
  );
});

test('a folder of ours that the import table does not know is found', () => {
  const files = [
    ...['src/lib/a.ts', 'src/extra/a.ts', 'src/a.ts', 'test/a.ts'],
    ...['web/ui/A.tsx', 'web/extra/A.tsx', 'web/index.html'],
  ].map((path) => file(path));

  expect(inTheTable(files)).toEqual([
    'src/extra/a.ts: its folder is not in layers.json',
    'src/a.ts: its folder is not in layers.json',
    'web/extra/A.tsx: its folder is not in layers.json',
  ]);
});

const repository = filesOfTheRepository();

test('the repository is read: its own first file is among the files', () => {
  expect(repository.map(({ path }) => path)).toContain('src/lib/assert.ts');
});

test.each([...rules, ['foldersAreInTheTable', inTheTable] as const])(
  '%s holds for the repository',
  (_name, rule) => {
    expect(rule(repository)).toEqual([]);
  },
);

/** What git knows, and what it would add: a fault is found before it is committed. */
function filesOfTheRepository(): readonly TextFile[] {
  // A clone that belongs to another user is still this repository: CI runs as root.
  const args = ['-c', 'safe.directory=*', 'ls-files', '-z', '-co', '--exclude-standard'];
  const { stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return stdout
    .split('\0')
    .filter((path) => path !== '' && existsSync(path))
    .map((path) => {
      const content = readFileSync(path);
      // An image has a size and a name, but no lines.
      const text = content.includes(0) ? '' : content.toString('utf8');
      return { path, text, bytes: content.length };
    });
}
