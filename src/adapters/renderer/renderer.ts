/**
 * Makes a subject and a body of a template and a lead, as text and as HTML.
 *
 * Untrusted text is parsed and filled in on a thread of its own, which is ended where it takes too
 * long. What that thread describes as simple is filled in here: at a cost that grows with the
 * length alone, and has a bound.
 */
import { createBreather } from '../../lib/breather.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import type {
  RenderedText,
  Renderer,
  RenderInput,
  TemplateFault,
  TemplateText,
} from '../../ports/renderer.ts';
import { closing } from './closing.ts';
import type { Data } from './compiled.ts';
import { compose } from './compose.ts';
import { finished, renderedPlainly } from './finished.ts';
import type { Desk, RenderLimits } from './render-desk.ts';
import { createRenderDesk, renderLimits } from './render-desk.ts';
import { rowFault } from './row-bounds.ts';
import type { Plan } from './template-plans.ts';
import { createThread } from './thread.ts';

/** Characters that are filled in here before others have their turn: some 5 ms. */
const charsBetweenBreaths = 500_000;

type Rendered = Result<RenderedText, TemplateFault>;

export function createRenderer(
  changed: Partial<RenderLimits> = {},
): Renderer & { readonly close: () => Promise<void> } {
  const limits = { ...renderLimits, ...changed };
  const thread = createThread(limits);
  const desk = createRenderDesk(thread, limits);
  return {
    inspect: (input) => inspect(desk, input),
    render: (input) => render(desk, input),
    plain: renderedPlainly,
    closing,
    compose,
    close: thread.close,
  };
}

type Plans = { readonly subject: Plan; readonly body: Plan };

async function plansFor(
  desk: Desk,
  { asker, template }: RenderInput,
): Promise<Result<Plans, readonly TemplateFault[]>> {
  const subject = await desk.read(asker, 'text', template.subject);
  const body = await desk.read(asker, template.bodyFormat, template.body);
  if (subject.ok && body.ok) return ok({ subject: subject.value, body: body.value });
  const faults: TemplateFault[] = [];
  if (!subject.ok) faults.push({ field: 'subject', ...subject.failure });
  if (!body.ok) faults.push({ field: 'body', ...body.failure });
  return failed(faults);
}

async function inspect(
  desk: Desk,
  input: RenderInput,
): Promise<Result<{ readonly variables: readonly string[] }, readonly TemplateFault[]>> {
  const plans = await plansFor(desk, input);
  if (!plans.ok) return plans;
  const { subject, body } = plans.value;
  return ok({ variables: [...new Set([...subject.variables, ...body.variables])] });
}

async function render(
  desk: Desk,
  { asker, template, rows }: RenderInput & { readonly rows: readonly Data[] },
): Promise<readonly Rendered[]> {
  const plans = await plansFor(desk, { asker, template });
  if (!plans.ok) {
    const [first] = plans.failure;
    return rows.map(() => failed(first ?? { field: 'body', message: 'cannot be read' }));
  }
  const breathe = createBreather(charsBetweenBreaths);
  const results: (Rendered | null)[] = [];
  for (const row of rows) {
    const result = renderedQuickly(plans.value, template, row) ?? tooLarge(row);
    results.push(result);
    const pause = breathe(result?.ok === true ? result.value.html.length : 0);
    if (pause !== null) await pause;
  }
  const others = rows.filter((_row, at) => results[at] === null);
  const filled = await desk.fill({ asker, template, rows: others });
  let next = 0;
  return results.map((result) => result ?? filled[next++] ?? unanswered);
}

const unanswered: Rendered = failed({ field: 'body', message: 'was not filled in', again: true });

/** Null where it may be copied to the render thread. */
function tooLarge(row: Data): Rendered | null {
  const message = rowFault(row);
  return message === null ? null : failed({ field: 'body', message });
}

/** Null where the render thread has to do it. */
function renderedQuickly(
  { subject, body }: Plans,
  { bodyFormat }: TemplateText,
  data: Data,
): Rendered | null {
  if (subject.quick === null || body.quick === null) return null;
  const missing = new Set<string>();
  const head = subject.quick(data, missing);
  if (head === null) return null;
  const filled = body.quick(data, missing);
  if (filled === null) return null;
  return finished({ subject: head.body, body: filled, bodyFormat, missing });
}
