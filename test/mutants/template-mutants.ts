/** Lists how the reading and filling in of templates could be wrong, and who must notice. */
import type { Mutant } from './mutant.ts';

export const templateMutants: readonly Mutant[] = [
  {
    name: 'a template that took too long is tried again for every lead',
    file: 'src/adapters/renderer/slow-templates.ts',
    edits: [['count(keyFor(texts)) >= timeoutsMax', 'count(keyFor(texts)) > 1_000']],
    noticedBy: ['src/adapters/renderer/slow-templates.test.ts'],
  },
  {
    name: 'whoever waits for the render thread waits for all that another account has waiting',
    file: 'src/adapters/renderer/turns.ts',
    edits: [['await queue.shift()?.();', 'while (queue.length > 0) await queue.shift()?.();']],
    noticedBy: ['src/adapters/renderer/turns.test.ts'],
  },
  {
    name: 'an edit is written with the variables of a text that somebody has replaced',
    file: 'src/usecases/edit-template.ts',
    edits: [["  if (!sameText(edited, inspected)) return 'rewritten';\n", '']],
    noticedBy: ['test/integration/usecases/templates.test.ts'],
  },
  {
    name: 'a row for which there was no time fails for good',
    file: 'src/engine/render.ts',
    edits: [
      ['const { field, message, again = false } = failure', 'const { field, message } = failure'],
      ['message}`, again }', 'message}`, again: false }'],
    ],
    noticedBy: ['test/integration/road/no-time.test.ts'],
  },
  {
    name: 'a claim begins every template of it, however long the ones before took',
    file: 'src/engine/render.ts',
    edits: [['if (begun > 0 && deps.clock', 'if (begun < 0 && deps.clock']],
    noticedBy: ['test/integration/road/no-time.test.ts'],
  },
  {
    name: 'nested brackets reach the parser',
    file: 'src/adapters/renderer/template-bounds.ts',
    edits: [['tag.levels > bracketLevelsMax', 'tag.levels > 50_000']],
    noticedBy: [
      'src/adapters/renderer/template-bounds.test.ts',
      'test/integration/http/slow-templates.test.ts',
    ],
  },
];
