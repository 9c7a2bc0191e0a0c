/** What nobody needs is found: a file, an export, a package; and a package that is not declared. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

let tree: PlantedTree;

beforeAll(() => {
  tree = plantTree({
    'package.json': JSON.stringify({
      name: 'planted',
      type: 'module',
      dependencies: { pg: '1.0.0', pino: '1.0.0', react: '1.0.0' },
      devDependencies: { vitest: '4.0.0' },
    }),
    'src/main/main.ts':
      "import 'pg';\nimport 'undeclared';\nimport { used } from './used.ts';\n\nused();\n",
    'src/main/used.ts': [
      'export const used = (): Shape => ({});',
      'export const unused = 1;',
      'export type Shape = object;',
      'export type UnusedShape = object;',
      '',
    ].join('\n'),
    'src/main/lonely.ts': 'export const lonely = 1;\n',
    'web/shell/Main.tsx': "import 'react';\nimport { shown } from '../ui/shown.ts';\n\nshown;\n",
    'web/ui/shown.ts': 'export const shown = 1;\nexport const hidden = 2;\n',
    'web/ui/Lonely.tsx': 'export const lonely = 1;\n',
    'web/api/generated/unused.ts': 'export const unused = 1;\n',
    'src/main/tested.ts': 'export const tested = 1;\n',
    'src/main/rows.generated.ts': 'export type Row = object;\n',
    'test/integration/tested.test.ts':
      "import 'vitest';\nimport { tested } from '../../src/main/tested.ts';\n\ntested;\n",
    'vitest.config.ts': "export default { test: { include: ['test/**/*.test.ts'] } };\n",
  });
});

afterAll(() => tree.uproot());

test('unused files, exports and packages are found, and undeclared packages', () => {
  const { status, output } = tree.run('node_modules/knip/bin/knip.js', [
    '--no-progress',
    '--reporter=json',
  ]);

  expect(faultsIn(output)).toEqual([
    'dependencies pino',
    'exports hidden',
    'exports unused',
    'files src/main/lonely.ts',
    'files web/ui/Lonely.tsx',
    'types UnusedShape',
    'unlisted undeclared',
  ]);
  expect(status).toBe(1);
});

function faultsIn(output: string): readonly string[] {
  const { issues } = JSON.parse(output) as { issues: readonly Record<string, unknown>[] };
  return issues
    .flatMap((issue) =>
      Object.entries(issue).flatMap(([kind, found]) =>
        Array.isArray(found) ? found.map(({ name }) => `${kind} ${name}`) : [],
      ),
    )
    .sort();
}
