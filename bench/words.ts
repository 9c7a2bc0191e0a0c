/** The place where the words of a benchmark's mails stand: the same for us and for the rival. */
import { createRenderer } from '../src/adapters/renderer/renderer.ts';

const paragraph =
  'we have been looking at how teams like yours follow up with people who showed interest, and where ' +
  'the time goes. Most of it is spent deciding what not to send. We built something small for that, and ' +
  'I think it would take a quarter of an hour to see whether it is of any use to you. ';

export function subjectText(name: string): string {
  return `A question about your follow-ups, ${name}`;
}

/** About two thousand characters, as a first mail that says too much. */
export function bodyText(name: string, company: string): string {
  const paragraphs = Array.from({ length: 6 }, (_, n) => `${n + 1}. At ${company}, ${paragraph}`);
  return `Hello ${name},\n\n${paragraphs.join('\n\n')}\n\nWould that be worth a short call?\n\nBest,\nAda\n`;
}

const renderer = createRenderer();
const frame = renderer.plain({ subject: '', body: bodyText('%NAME%', '%COMPANY%') }).html;

/** The HTML we derive from the same text, filled in the cheapest way there is. */
export function bodyHtml(name: string, company: string): string {
  return frame.replaceAll('%NAME%', name).replaceAll('%COMPANY%', company);
}
