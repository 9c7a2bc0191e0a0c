/** The place where the table in layers.json becomes rules for the dependency checker. */

import { readFileSync } from 'node:fs';

const layers = JSON.parse(readFileSync(new URL('layers.json', import.meta.url), 'utf8'));
const testFile = String.raw`\.test\.ts$`;

export default {
  forbidden: [
    ...folderRules(),
    ...strangerRules(),
    ...surfaceRules(),
    ...packageRules(),
    ...builtinRules(),
    ...houseRules(),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Without this a type-only import is invisible, and a layer leaks through its types.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

function folderRules() {
  return [
    ...Object.keys(layers.folders).map((folder) =>
      forbid(
        `layer-${folder}`,
        { path: `^src/${folder}/` },
        { path: '^src/', pathNot: `^src/${anyOf([folder, ...layers.folders[folder]])}/` },
      ),
    ),
    forbid(
      'layer-outside',
      { path: '^src/', pathNot: '\\.test\\.ts$' },
      { path: '^(test|bench|scripts|dist|web)/' },
    ),
    // A test beside its file may share what plays around it with those under test/.
    forbid(
      'layer-outside-test',
      { path: '^src/.*\\.test\\.ts$' },
      { path: '^(bench|scripts|dist|web)/|^test/(?!support/)' },
    ),
  ];
}

/** Folders side by side that must not know each other: two surfaces, two vendors. */
function strangerRules() {
  return layers.strangers.map(({ among, shared }) =>
    forbid(
      `strangers-${among.slice('src/'.length)}`,
      { path: `^${among}/([^/]+)/` },
      { path: `^${among}/[^/]+/`, pathNot: `^${among}/${anyOf(['$1', ...shared])}/` },
    ),
  );
}

/** A surface speaks its own wire shapes, never the other's. */
function surfaceRules() {
  const surfaces = anyOf(layers.surfaces);
  return [
    forbid(
      'surface-contract',
      { path: `^src/http/${surfaces}/` },
      { path: `^src/contract/${surfaces}/`, pathNot: '^src/contract/$1/' },
    ),
  ];
}

function packageRules() {
  const inSource = { path: '^src/', pathNot: testFile };
  // A package at home in all of src can break nothing.
  const homes = Object.entries(layers.packages)
    .filter(([, folders]) => !folders.includes('src'))
    .map(([name, folders]) =>
      forbid(
        `home-of-${name}`,
        { path: '^src/', pathNot: `^${anyOf(folders)}/` },
        { path: packagePath([name]) },
      ),
    );
  const housed = Object.keys(layers.packages);
  return [
    ...homes,
    forbid('test-package-in-source', inSource, { path: packagePath(layers.testPackages) }),
    forbid(
      'package-without-a-home',
      { path: '^src/' },
      {
        path: '(^|/)node_modules/',
        pathNot: packagePath([...housed, ...layers.testPackages]),
      },
    ),
  ];
}

function builtinRules() {
  const builtin = { dependencyTypes: ['core'] };
  const allowed = Object.entries(layers.builtins.allowed).map(([folder, names]) =>
    forbid(
      `builtins-in-${folder}`,
      { path: `^src/${folder}/` },
      names.length === 0 ? builtin : { ...builtin, pathNot: builtinPath(names) },
    ),
  );
  const homes = Object.entries(layers.builtins.homes).map(([name, folders]) =>
    forbid(
      `home-of-node-${name}`,
      { path: '^src/', pathNot: `^${anyOf(folders)}/` },
      { ...builtin, path: builtinPath([name]) },
    ),
  );
  return [...allowed, ...homes];
}

function houseRules() {
  return [
    forbid('no-cycle', { path: '^src/' }, { circular: true }),
    forbid('no-import-of-a-test', { path: '^src/' }, { path: testFile }),
    forbid('no-import-of-nothing', { path: '^src/' }, { couldNotResolve: true }),
  ];
}

function forbid(name, from, to) {
  return { name, severity: 'error', from, to };
}

function anyOf(names) {
  return `(${names.join('|')})`;
}

/** `@fastify/*` stands for the whole scope; types from @types count as the package itself. */
function packagePath(names) {
  const paths = names.map((name) => name.replaceAll('.', String.raw`\.`).replace('*', '[^/]+'));
  return `(^|/)node_modules/(@types/)?${anyOf(paths)}/`;
}

function builtinPath(names) {
  return `^(node:)?${anyOf(names)}(/|$)`;
}
