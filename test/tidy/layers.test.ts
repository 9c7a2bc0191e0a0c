/** Every rule of the import table is broken once on purpose, and must be found. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Files, type PlantedTree, plantTree } from './planted-tree.ts';

type Layers = {
  readonly folders: Readonly<Record<string, readonly string[]>>;
  readonly web: Readonly<Record<string, readonly string[]>>;
  readonly packages: Readonly<Record<string, readonly string[]>>;
};

const layers = JSON.parse(readFileSync('layers.json', 'utf8')) as Layers;
const folders = Object.keys(layers.folders);
const webFolders = Object.keys(layers.web);

/** A file that imports one thing, and the rule it breaks, if it breaks one. */
type Case = { readonly file: string; readonly imports: string; readonly breaks?: string };

const betweenFolders: readonly Case[] = folders.flatMap((from) =>
  folders
    .filter((to) => to !== from)
    .map((to) => {
      const file = `src/${from}/reads-${to}.ts`;
      const imports = `../${to}/leaf.ts`;
      const isAllowed = layers.folders[from]?.includes(to) ?? false;
      return isAllowed ? { file, imports } : { file, imports, breaks: `layer-${from}` };
    }),
);

const betweenWebFolders: readonly Case[] = webFolders.flatMap((from) =>
  webFolders
    .filter((to) => to !== from)
    .map((to) => {
      const file = `web/${from}/reads-${to}.ts`;
      const imports = `../${to}/leaf.ts`;
      const isAllowed = layers.web[from]?.includes(to) ?? false;
      return isAllowed ? { file, imports } : { file, imports, breaks: `layer-web-${from}` };
    }),
);

const packageHomes = Object.entries(layers.packages);
const everyHome = [
  ...new Set([
    ...folders.map((folder) => `src/${folder}`),
    ...webFolders.map((folder) => `web/${folder}`),
    ...packageHomes.flatMap(([, at]) => at),
  ]),
].filter((folder) => folder !== 'src');

const packagesEverywhere: readonly Case[] = packageHomes.flatMap(([name, homes]) =>
  everyHome.map((folder) => {
    const imports = name.replace('*', 'some');
    const file = `${folder}/uses-${imports.replaceAll(/[@/.]/g, '-')}.ts`;
    const isHome = homes.some((home) => `${folder}/`.startsWith(`${home}/`));
    return isHome ? { file, imports } : { file, imports, breaks: `home-of-${name}` };
  }),
);

const oneByOne: readonly Case[] = [
  // Surfaces, and vendors, are strangers to each other; the shell knows neither.
  { file: 'src/http/campaigns/a.ts', imports: '../integration/leaf.ts', breaks: 'strangers-http' },
  { file: 'src/http/integration/a.ts', imports: '../campaigns/leaf.ts', breaks: 'strangers-http' },
  { file: 'src/http/shell/a.ts', imports: '../campaigns/leaf.ts', breaks: 'strangers-http' },
  { file: 'src/http/campaigns/b.ts', imports: '../shell/leaf.ts' },
  { file: 'src/http/campaigns/c.ts', imports: './leaf.ts' },
  { file: 'src/http/both.ts', imports: './campaigns/leaf.ts' },
  {
    file: 'src/contract/campaigns/a.ts',
    imports: '../integration/leaf.ts',
    breaks: 'strangers-contract',
  },
  { file: 'src/contract/campaigns/b.ts', imports: '../leaf.ts' },
  { file: 'src/contract/campaigns/c.ts', imports: '../shared/leaf.ts' },
  {
    file: 'src/contract/shared/a.ts',
    imports: '../campaigns/leaf.ts',
    breaks: 'strangers-contract',
  },
  { file: 'src/adapters/smtp/a.ts', imports: '../writer/leaf.ts', breaks: 'strangers-adapters' },
  { file: 'src/adapters/smtp/b.ts', imports: './leaf.ts' },
  {
    file: 'src/http/campaigns/d.ts',
    imports: '../../contract/integration/leaf.ts',
    breaks: 'surface-contract',
  },
  { file: 'src/http/campaigns/e.ts', imports: '../../contract/campaigns/leaf.ts' },

  // The browser's side knows the server by the client that is generated, and by nothing else.
  { file: 'web/api/a.ts', imports: './generated/leaf.ts' },
  { file: 'web/api/b.ts', imports: '../../src/lib/leaf.ts', breaks: 'layer-web-outside' },
  { file: 'web/words/a.ts', imports: '../../test/leaf.ts', breaks: 'layer-web-outside' },
  { file: 'web/shell/a.ts', imports: '../api/generated/leaf.ts', breaks: 'generated-client' },
  { file: 'web/shell/b.ts', imports: '../api/leaf.ts' },
  { file: 'web/words/b.ts', imports: 'node:path', breaks: 'builtins-in-web' },
  { file: 'web/screens/one/a.ts', imports: '../two/leaf.ts', breaks: 'strangers-web-screens' },
  { file: 'web/screens/one/b.ts', imports: '../../ui/leaf.ts' },
  { file: 'web/shell/c.ts', imports: '../outsider/leaf.ts', breaks: 'layer-web-shell' },
  { file: 'web/stray.ts', imports: 'left-pad', breaks: 'package-without-a-home' },

  // What Node brings along.
  { file: 'src/domain/opens-files.ts', imports: 'node:fs', breaks: 'builtins-in-domain' },
  { file: 'src/domain/opens-old-files.ts', imports: 'fs', breaks: 'builtins-in-domain' },
  { file: 'src/domain/hashes.ts', imports: 'node:crypto', breaks: 'builtins-in-domain' },
  { file: 'src/lib/opens-files.ts', imports: 'node:fs/promises', breaks: 'builtins-in-lib' },
  { file: 'src/lib/hashes.ts', imports: 'node:crypto' },
  { file: 'src/db/reads-process.ts', imports: 'node:process', breaks: 'home-of-node-process' },
  { file: 'src/db/opens-files.ts', imports: 'node:fs' },
  { file: 'src/main/reads-process.ts', imports: 'node:process' },
  { file: 'src/adapters/smtp/looks-up.ts', imports: 'node:dns', breaks: 'home-of-node-dns' },
  {
    file: 'src/adapters/smtp/looks-up-soon.ts',
    imports: 'node:dns/promises',
    breaks: 'home-of-node-dns',
  },
  { file: 'src/adapters/outbound/looks-up.ts', imports: 'node:dns/promises' },

  // Packages: unknown ones, and those of the tests.
  { file: 'src/engine/pads.ts', imports: 'left-pad', breaks: 'package-without-a-home' },
  { file: 'src/domain/checks.ts', imports: 'vitest', breaks: 'test-package-in-source' },
  { file: 'src/domain/guesses.ts', imports: 'fast-check', breaks: 'test-package-in-source' },
  { file: 'src/domain/checks.test.ts', imports: 'vitest' },
  { file: 'src/domain/guesses.test.ts', imports: 'fast-check' },
  { file: 'src/domain/opens.test.ts', imports: '../db/leaf.ts', breaks: 'layer-domain' },

  // The house around the layers.
  { file: 'src/usecases/tests.ts', imports: '../../test/leaf.ts', breaks: 'layer-outside' },
  {
    file: 'src/usecases/leans.test.ts',
    imports: '../../test/leaf.ts',
    breaks: 'layer-outside-test',
  },
  { file: 'src/engine/stray.ts', imports: '../outsider/leaf.ts', breaks: 'layer-engine' },
  { file: 'src/main/stray.ts', imports: '../outsider/leaf.ts', breaks: 'layer-main' },
  { file: 'src/lib/reuses.ts', imports: './leaf.test.ts', breaks: 'no-import-of-a-test' },
  { file: 'src/lib/misses.ts', imports: './nowhere.ts', breaks: 'no-import-of-nothing' },
];

/** Shapes of an import that a checker may overlook, and circles. */
const written: Files = {
  'src/domain/type-only.ts': "import type { leaf } from '../db/leaf.ts';\nexport type T = leaf;\n",
  'src/domain/on-demand.ts': "export const load = () => import('../db/leaf.ts');\n",
  'src/domain/passes-on.ts': "export { leaf } from '../db/leaf.ts';\n",
  'src/lib/hen.ts': "import { egg } from './egg.ts';\nexport const hen = () => egg;\n",
  'src/lib/egg.ts': "import { hen } from './hen.ts';\nexport const egg = () => hen;\n",
  'src/lib/day.ts': "import type { Night } from './night.ts';\nexport type Day = Night;\n",
  'src/lib/night.ts': "import type { Day } from './day.ts';\nexport type Night = Day;\n",
};
/** A circle is reported once, at one of its files. */
const writtenBreaks = [
  'layer-domain: src/domain/on-demand.ts',
  'layer-domain: src/domain/passes-on.ts',
  'layer-domain: src/domain/type-only.ts',
  'no-cycle: src/lib/day.ts',
  'no-cycle: src/lib/egg.ts',
];

const cases = [...betweenFolders, ...betweenWebFolders, ...packagesEverywhere, ...oneByOne];

let tree: PlantedTree;

beforeAll(() => {
  tree = plantTree({
    ...Object.fromEntries(cases.map(({ file, imports }) => [file, `import '${imports}';\n`])),
    ...leaves(),
    ...packages([...packageHomes.map(([name]) => name), 'left-pad', 'vitest', 'fast-check']),
    ...written,
  });
});

afterAll(() => tree.uproot());

test('every forbidden import is found under the name of its rule, and no other', () => {
  const expected = cases.flatMap(({ file, breaks }) => (breaks ? [`${breaks}: ${file}`] : []));

  const { status, output } = tree.run('scripts/check-layers.mjs', []);

  expect(faultsIn(output)).toEqual([...expected, ...writtenBreaks].sort());
  expect(status).toBe(1);
});

test('every rule of the dependency checker is broken by a case', async () => {
  const settings: string = '../../.dependency-cruiser.mjs';
  const { default: config } = (await import(settings)) as {
    default: { forbidden: readonly { name: string }[] };
  };
  const broken = new Set([
    ...cases.map(({ breaks }) => breaks),
    ...writtenBreaks.map((line) => line.split(':')[0]),
  ]);

  const unbroken = config.forbidden.map(({ name }) => name).filter((name) => !broken.has(name));

  expect(unbroken).toEqual([]);
});

test('a checker that does not see every module is not believed', () => {
  tree.plant({
    '.dependency-cruiser.mjs':
      "export default { forbidden: [], options: { exclude: 'src/db' } };\n",
  });

  const { status, output } = tree.run('scripts/check-layers.mjs', []);

  expect(output).toMatch(/^blind: read \d+ of the \d+ modules in src and web$/m);
  expect(status).toBe(1);
});

test('the checker sees every module of this repository', () => {
  const { stdout } = spawnSync(process.execPath, ['scripts/check-layers.mjs'], {
    encoding: 'utf8',
  });

  expect(stdout).toMatch(/^[1-9]\d* modules, /m);
  expect(stdout).not.toMatch(/^blind/m);
});

function leaves(): Files {
  const places = [
    ...folders.map((folder) => `src/${folder}/leaf.ts`),
    ...['http', 'contract'].flatMap((folder) => [
      `src/${folder}/campaigns/leaf.ts`,
      `src/${folder}/integration/leaf.ts`,
    ]),
    ...webFolders.map((folder) => `web/${folder}/leaf.ts`),
    'web/api/generated/leaf.ts',
    'web/screens/two/leaf.ts',
    'web/outsider/leaf.ts',
    'src/http/shell/leaf.ts',
    'src/contract/shared/leaf.ts',
    'src/adapters/smtp/leaf.ts',
    'src/adapters/writer/leaf.ts',
    'src/outsider/leaf.ts',
    'src/lib/leaf.test.ts',
    'test/leaf.ts',
  ];
  return Object.fromEntries(places.map((path) => [path, 'export type leaf = 1;\n']));
}

/** A stand-in for each package, so that the planted tree needs nothing installed. */
function packages(names: readonly string[]): Files {
  return Object.fromEntries(
    names.map((name) => [`node_modules/${name.replace('*', 'some')}/index.js`, 'export {};\n']),
  );
}

function faultsIn(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line.includes(' -> '))
    .map((line) => line.slice(0, line.indexOf(' -> ')))
    .sort();
}
