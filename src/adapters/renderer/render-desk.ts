/**
 * Hands templates and rows to the render thread: in turns, in small pieces, each row once, and says
 * in words what became of those that took too long.
 */
import { failed, type Result } from '../../lib/result.ts';
import type { RenderedText, TemplateFault, TemplateText } from '../../ports/renderer.ts';
import type { Data } from './compiled.ts';
import type { Brought } from './slow-templates.ts';
import { createSlowTemplates, refusedAsSlow } from './slow-templates.ts';
import type { Format, Plan, Planned } from './template-plans.ts';
import { createTemplatePlans } from './template-plans.ts';
import type { Ending, Thread, ThreadLimits } from './thread.ts';
import type { RenderAnswer, RenderTask } from './thread-messages.ts';
import { createTurns } from './turns.ts';

/** Pieces of one asker that may wait: what comes beyond is told to come again. */
export const waitingPerAskerMax = 50;

export type RenderLimits = ThreadLimits & {
  /** What reading a template, or filling in one row, may take. */
  readonly answerMsMax: number;
  /** One call's rows that are not filled in after this long are given back, to be asked again. */
  readonly callMsMax: number;
};

export const renderLimits: RenderLimits = {
  answerMsMax: 1_000,
  callMsMax: 5_000,
  idleMsMax: 60_000,
  heapMbMax: 64,
};

const rowsPerPieceMax = 20;

type Rendered = Result<RenderedText, TemplateFault>;
type Fault = Pick<TemplateFault, 'message' | 'again'>;
type FillInput = {
  readonly asker: string;
  readonly template: TemplateText;
  readonly rows: readonly Data[];
};

export type Desk = {
  readonly read: (asker: string, format: Format, text: string) => Promise<Result<Plan, Fault>>;
  readonly fill: (input: FillInput) => Promise<readonly Rendered[]>;
};

const busy: Fault = {
  message: 'could not be filled in now, for too much is waiting; try again in a few seconds',
  again: true,
};

export function createRenderDesk(thread: Thread, limits: RenderLimits): Desk {
  const plans = createTemplatePlans();
  const slow = createSlowTemplates(limits.answerMsMax);
  const turns = createTurns(waitingPerAskerMax);

  /** Null where all went well; else what is wrong with the first that is not answered. */
  const perform = async (
    brought: Brought,
    task: RenderTask,
    onAnswer: (answer: RenderAnswer) => void,
  ): Promise<Fault | null> => {
    if (slow.isRefused(brought)) return { message: refusedAsSlow };
    const turn = turns.take(brought.asker, async () => {
      const answerMsMax = slow.answerMsMax(brought);
      const ending = await thread.perform({ task, answerMsMax }, onAnswer);
      if (ending === 'done') return null;
      slow.add(brought);
      return { message: sentenceFor(ending, task, answerMsMax) };
    });
    return turn ?? busy;
  };

  const read: Desk['read'] = async (asker, format, text) => {
    const known = plans.find(format, text);
    if (known !== undefined) return plainly(known);
    const found: Planned[] = [];
    const brought = { asker, texts: [format, text] };
    const fault = await perform(brought, { kind: 'read', format, text }, (answer) => {
      if (answer.kind === 'read') found.push(plans.add(format, text, answer.result));
    });
    const [plan] = found;
    return plan === undefined ? failed(fault ?? busy) : plainly(plan);
  };

  const fill: Desk['fill'] = async ({ asker, template, rows }) => {
    const brought = { asker, texts: [template.bodyFormat, template.subject, template.body] };
    const until = performance.now() + limits.callMsMax;
    const results: Rendered[] = [];
    while (results.length < rows.length) {
      const piece = rows.slice(results.length, results.length + rowsPerPieceMax);
      const fault =
        performance.now() > until && !slow.isRefused(brought)
          ? busy
          : await perform(brought, { kind: 'fill', template, rows: piece }, (answer) => {
              if (answer.kind === 'row') results.push(answer.result);
            });
      if (fault !== null) results.push(failed({ field: 'body', ...fault }));
    }
    return results;
  };
  return { read, fill };
}

function plainly(planned: Planned): Result<Plan, Fault> {
  return planned.ok ? planned : failed({ message: planned.failure });
}

function sentenceFor(
  ending: Exclude<Ending, 'done'>,
  task: RenderTask,
  answerMsMax: number,
): string {
  const what = task.kind === 'read' ? 'read' : 'fill in';
  return ending === 'too_large'
    ? `needed too much memory to ${what}; make it simpler`
    : `took longer than ${answerMsMax / 1_000} s to ${what}; make it simpler`;
}
