/** The place where a template language and a writer are as plain as a test of something else needs them. */

import type { RenderedText, Renderer } from '../../src/ports/renderer.ts';
import type { Writer } from '../../src/ports/writer.ts';

/** `{{ name }}` is replaced; an opening without its end is a fault. */
export const plainRenderer: Renderer = {
  inspect: ({ subject, body }) => {
    const faults = [
      { field: 'subject', text: subject } as const,
      { field: 'body', text: body } as const,
    ]
      .filter(({ text }) => /\{\{[^}]*$/.test(text))
      .map(({ field }) => ({ field, message: 'must close what it opens' }));
    if (faults.length > 0) return { ok: false, failure: faults };
    return { ok: true, value: { variables: variablesOf(subject + body) } };
  },
  render: ({ subject, body }, data) => {
    const missing = variablesOf(subject + body).filter((name) => data[name] === undefined);
    const fill = (text: string) =>
      text.replaceAll(/\{\{ *(\w+) *\}\}/g, (_, name: string) => String(data[name] ?? ''));
    return { ok: true, value: { ...plain(fill(subject), fill(body)), missing } };
  },
  plain: ({ subject, body }) => plain(subject, body),
  compose: ({ subject, text }) => Buffer.from(`${subject}\r\n\r\n${text}`),
};

function plain(subject: string, text: string): RenderedText {
  return { subject, text, html: text, missing: [] };
}

function variablesOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{ *(\w+)/g)].map(([, name]) => name ?? ''))];
}

export const silentWriter: Writer = {
  model: 'silent',
  sandbox: true,
  write: () => Promise.resolve({ outcome: 'failed', retryable: false, reason: 'It never writes.' }),
};
