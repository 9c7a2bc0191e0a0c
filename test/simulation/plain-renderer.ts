/** The place where mail is made so simply that a check can read it back: its bytes are JSON. */

import type { Result } from '../../src/lib/result.ts';
import type { Links } from '../../src/ports/links.ts';
import type {
  ComposeInput,
  RenderedText,
  Renderer,
  TemplateFault,
  TemplateText,
} from '../../src/ports/renderer.ts';

/** What a recipient would have read. */
export type Parcel = Pick<ComposeInput, 'messageId' | 'subject' | 'text' | 'inReplyTo'> & {
  readonly from: string;
  readonly to: string;
};

const hole = /\{\{\s*([a-z_]+)\s*\}\}/g;
/** A lead of this name cannot be rendered: one row is spoilt, never the batch. */
export const unrenderable = 'Unrenderable';

export function createPlainRenderer(): Renderer {
  return {
    inspect: ({ template: { subject, body } }) =>
      Promise.resolve({
        ok: true,
        value: {
          variables: [...`${subject} ${body}`.matchAll(hole)].map((match) => match[1] ?? ''),
        },
      }),
    render: ({ template, rows }) => Promise.resolve(rows.map((row) => filled(template, row))),
    plain: ({ subject, body }) => ({ subject, text: body, html: body, missing: [] }),
    closing:
      ({ signature }) =>
      ({ text, html }, link) => {
        const closed = closedText(text, { signature, link });
        return { text: closed, html: `${html}${closed.slice(text.length)}` };
      },
    compose: ({ messageId, subject, text, inReplyTo, from, to }) => {
      const parcel: Parcel = {
        messageId,
        subject,
        text,
        inReplyTo,
        from: from.address,
        to: to.address,
      };
      return Buffer.from(JSON.stringify(parcel));
    },
  };
}

function filled(
  template: TemplateText,
  data: Readonly<Record<string, unknown>>,
): Result<RenderedText, TemplateFault> {
  if (data['first_name'] === unrenderable) {
    return { ok: false, failure: { field: 'body', message: 'It cannot be rendered.' } };
  }
  const fill = (text: string): string =>
    text.replace(hole, (_whole, name: string) =>
      String((data[name] as string | null | undefined) ?? ''),
    );
  const text = fill(template.body);
  return { ok: true, value: { subject: fill(template.subject), text, html: text, missing: [] } };
}

/** What a recipient reads below the words. */
export function closedText(
  text: string,
  of: { readonly signature: string | null; readonly link: string },
): string {
  const signature = of.signature === null ? '' : `\n\n${of.signature}`;
  return `${text}${signature}\n\n<${of.link}>`;
}

/** As plain as the mail: a check reads from a link whose it is. */
export const plainLinks: Links = {
  unsubscribe: ({ enrolmentId, email }) => `leave:${enrolmentId}:${email}`,
  recipientOf: () => null,
  screen: (path) => `http://localhost${path}`,
  arePublic: () => false,
};

export function parcelOf(bytes: Buffer): Parcel {
  return JSON.parse(bytes.toString('utf8')) as Parcel;
}
