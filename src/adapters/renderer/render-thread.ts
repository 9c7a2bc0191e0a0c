/**
 * Runs as a thread of its own, started by `thread.ts`: reads and fills in templates, one task at a
 * time. It may be ended at any instruction, and so holds nothing but a shelf of parsed templates.
 */
import { parentPort } from 'node:worker_threads';

import { assert } from '../../lib/assert.ts';
import type { Result } from '../../lib/result.ts';
import { failed } from '../../lib/result.ts';
import type { RenderedText, TemplateFault, TemplateText } from '../../ports/renderer.ts';
import type { Data } from './compiled.ts';
import { createTemplateReader } from './template-reader.ts';
import type { RenderTask, ThreadMessage } from './thread-messages.ts';

/** After this long a task gives way to others: the rows it has not answered are sent again. */
const sliceMsMax = 50;

assert(parentPort !== null, 'the render thread is started as a thread');
const port = parentPort;
const reader = createTemplateReader();

port.on('message', (task: RenderTask) => {
  say({ kind: 'begun' });
  perform(task);
  say({ kind: 'done' });
});

function perform(task: RenderTask): void {
  if (task.kind === 'read') {
    say({ kind: 'read', result: reader.read(task.format, task.text) });
    return;
  }
  const until = performance.now() + sliceMsMax;
  for (const row of task.rows) {
    // Said at once: if the next row takes too long, the answers before it are there.
    say({ kind: 'row', result: filled(task.template, row) });
    if (performance.now() > until) return;
  }
}

/** Whatever happens in a library of ours, a row has its answer. */
function filled(template: TemplateText, row: Data): Result<RenderedText, TemplateFault> {
  try {
    return reader.fill(template, row);
  } catch (error) {
    return failed({ field: 'body', message: `could not be filled in: ${String(error)}` });
  }
}

function say(message: ThreadMessage): void {
  port.postMessage(message);
}
