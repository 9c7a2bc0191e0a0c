/** The place where the table in layers.json becomes rules for the dependency checker. */

import { readFileSync } from 'node:fs';

const layers = JSON.parse(readFileSync(new URL('layers.json', import.meta.url), 'utf8'));
const testFile = String.raw`\.test\.ts$`;
const generated = '^web/api/generated/';
/** Whatever a person runs or opens: the server and the browser's side of it. */
const source = '^(src|web)/';

export default {
  forbidden: [
    ...folderRules(),
    ...webRules(),
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

/** The browser knows the server by the client generated from its document, and by nothing else. */
function webRules() {
  const folders = Object.keys(layers.web);
  return [
    ...folders.map((folder) =>
      forbid(
        `layer-web-${folder}`,
        { path: `^web/${folder}/` },
        { path: '^web/', pathNot: `^web/${anyOf([folder, ...layers.web[folder]])}/` },
      ),
    ),
    forbid('layer-web-outside', { path: '^web/' }, { path: '^(src|test|bench|scripts|dist)/' }),
    // What is generated is the client's own business: the api folder says what of it is used.
    forbid('generated-client', { path: '^web/', pathNot: '^web/api/' }, { path: generated }),
    forbid('builtins-in-web', { path: '^web/' }, { dependencyTypes: ['core'] }),
  ];
}

/** Folders side by side that must not know each other: two surfaces, two vendors. */
function strangerRules() {
  return layers.strangers.map(({ among, shared }) =>
    forbid(
      `strangers-${among.replace('src/', '').replace('/', '-')}`,
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
  const inSource = { path: source, pathNot: testFile };
  const homes = Object.entries(layers.packages).map(([name, folders]) =>
    forbid(
      `home-of-${name}`,
      { path: source, pathNot: `^${anyOf(folders)}/` },
      { path: packagePath([name]) },
    ),
  );
  const housed = Object.keys(layers.packages);
  return [
    ...homes,
    forbid('test-package-in-source', inSource, { path: packagePath(layers.testPackages) }),
    forbid(
      'package-without-a-home',
      { path: source },
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
    forbid('no-cycle', { path: source, pathNot: generated }, { circular: true }),
    forbid('no-import-of-a-test', { path: source }, { path: testFile }),
    forbid('no-import-of-nothing', { path: source }, { couldNotResolve: true }),
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
