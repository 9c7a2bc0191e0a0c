/** The place where we say what we need of a template language and of a message composer. */
import type { Result } from '../lib/result.ts';

export type TemplateFault = { readonly field: 'subject' | 'body'; readonly message: string };

export type TemplateText = {
  readonly subject: string;
  readonly body: string;
  readonly bodyFormat: 'text' | 'html';
};

export type RenderedText = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Variables that had no value and no default. */
  readonly missing: readonly string[];
};

export type ComposeInput = {
  readonly messageId: string;
  readonly date: number;
  readonly from: { readonly address: string; readonly displayName: string };
  readonly to: { readonly address: string; readonly name: string | null };
  readonly replyTo: string | null;
  readonly inReplyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
};

export type Renderer = {
  /** Syntax and size; the variables it names, in order of first use. */
  readonly inspect: (
    template: TemplateText,
  ) => Result<{ readonly variables: readonly string[] }, readonly TemplateFault[]>;
  readonly render: (
    template: TemplateText,
    data: Readonly<Record<string, unknown>>,
  ) => Result<RenderedText, TemplateFault>;
  /** What a person approved, as text, made into both forms. */
  readonly plain: (content: { readonly subject: string; readonly body: string }) => RenderedText;
  /** The exact bytes that go over the wire. */
  readonly compose: (input: ComposeInput) => Buffer;
};
