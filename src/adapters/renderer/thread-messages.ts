/** Names what the server's thread and the render thread say to each other: plain data only. */
import type { Result } from '../../lib/result.ts';
import type { RenderedText, TemplateFault, TemplateText } from '../../ports/renderer.ts';
import type { Data } from './compiled.ts';
import type { ReadTemplate } from './template-reader.ts';

export type RenderTask =
  | { readonly kind: 'read'; readonly format: 'text' | 'html'; readonly text: string }
  | { readonly kind: 'fill'; readonly template: TemplateText; readonly rows: readonly Data[] };

export type ReadAnswer = { readonly kind: 'read'; readonly result: Result<ReadTemplate, string> };
export type RowAnswer = {
  readonly kind: 'row';
  readonly result: Result<RenderedText, TemplateFault>;
};
export type RenderAnswer = ReadAnswer | RowAnswer;

/** Of each task: `begun` once the thread has it, its answers, `done`. */
export type ThreadMessage = RenderAnswer | { readonly kind: 'begun' } | { readonly kind: 'done' };
