/** Lists how the bounds of what comes in and goes out could be wrong, and who must notice. */
import { http, type Mutant } from './mutant.ts';

export const boundMutants: readonly Mutant[] = [
  {
    name: 'the rest of a refused body is not read: its connection stands still',
    file: 'src/http/shell/unread-body.ts',
    edits: [['async (request, reply) => dropRest(request.raw, reply)', 'async () => undefined']],
    noticedBy: [http('refused-bodies')],
  },
  {
    name: 'a connection with a long rest is closed at once, and its answer lost',
    file: 'src/http/shell/unread-body.ts',
    edits: [['  socket.destroySoon = () => linger(socket);\n', '']],
    noticedBy: [http('refused-bodies')],
  },
  {
    name: 'what comes behind a closing request is begun',
    file: 'src/http/shell/unread-body.ts',
    edits: [
      ['if (!lingering.has(request.raw.socket)) return done();', 'if (reply) return done();'],
    ],
    noticedBy: [http('refused-bodies')],
  },
  {
    name: 'the values of a body are not counted',
    file: 'src/http/shell/body.ts',
    edits: [['countValues(piece) > limit.valuesMax', 'countValues(piece) < 0']],
    noticedBy: [http('body-bounds')],
  },
  {
    name: 'whole numbers are rounded without a word',
    file: 'src/lib/unkept.ts',
    edits: [['Number.isInteger(value) && !Number.isSafeInteger(value)', 'value === Infinity']],
    noticedBy: ['src/lib/unkept.test.ts', http('body-bounds')],
  },
  {
    name: 'uploads are counted without the lock of their account',
    file: 'src/usecases/store-file.ts',
    edits: [['    await lockAccount(tx, upload.accountId);\n', '']],
    noticedBy: ['test/integration/imports/uploads.test.ts'],
  },
  {
    name: 'a piece is stored though its upload was swept',
    file: 'src/db/import-chunks.ts',
    edits: [['   from held, set_config(', '   from set_config(']],
    noticedBy: ['test/integration/imports/uploads.test.ts'],
  },
  {
    name: 'a page has as many items as were asked for, however large they are',
    file: 'src/usecases/page.ts',
    edits: [['bytes > pageBytesMax && index > 0', 'bytes < 0']],
    noticedBy: ['src/usecases/page.test.ts', 'test/integration/usecases/page-bytes.test.ts'],
  },
  {
    name: 'a stream that ended is still counted',
    file: 'src/http/shell/endpoint.ts',
    edits: [['  } finally {\n    end();\n  }', '  } finally {\n    // Nothing.\n  }']],
    noticedBy: [http('watch')],
  },
];
