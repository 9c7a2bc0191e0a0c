/** Names what we need of a template language and of a message composer. */
import type { Footer } from '../domain/send/footer.ts';
import type { Result } from '../lib/result.ts';

export type TemplateFault = {
  readonly field: 'subject' | 'body';
  readonly message: string;
  /** There was no time for it now: no fault of the template, and a later try may succeed. */
  readonly again?: true;
};

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

/** What stands below the words of every mail of one mailbox. */
export type ClosingInput = { readonly signature: string | null; readonly footer: Footer };
export type Bodies = { readonly text: string; readonly html: string };
/** The link is the recipient's own: by it they hear from this account no more. */
export type Closing = (content: Bodies, unsubscribeLink: string) => Bodies;

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

export type RenderInput = {
  /**
   * For whom it is: everybody who waits has a turn before anybody has a second, so that one
   * account's slow templates do not hold up another's.
   */
  readonly asker: string;
  readonly template: TemplateText;
};

/** Templates are untrusted: a renderer reads and fills them in within bounds of time and memory. */
export type Renderer = {
  /** Syntax and size; the variables it names, in order of first use. */
  readonly inspect: (
    input: RenderInput,
  ) => Promise<Result<{ readonly variables: readonly string[] }, readonly TemplateFault[]>>;
  /** One result for each row, in their order: a row that fails spoils no other. */
  readonly render: (
    input: RenderInput & { readonly rows: readonly Readonly<Record<string, unknown>>[] },
  ) => Promise<readonly Result<RenderedText, TemplateFault>[]>;
  /** What a person approved, as text, made into both forms. */
  readonly plain: (content: { readonly subject: string; readonly body: string }) => RenderedText;
  /** Read once for a mailbox, so that a mail costs no more than putting the pieces together. */
  readonly closing: (of: ClosingInput) => Closing;
  /** The exact bytes that go over the wire. */
  readonly compose: (input: ComposeInput) => Buffer;
};
