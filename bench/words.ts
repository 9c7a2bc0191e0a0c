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

/** As long as one of ours, which holds the recipient, sealed. */
export function unsubscribeLink(n: number): string {
  return `https://outreach.example/u/${String(n).padStart(10, '0').padEnd(92, 'x')}`;
}

const renderer = createRenderer();
const footer = { postalAddress: null, footerText: null, unsubscribeLine: null };
const close = renderer.closing({ signature: null, footer });
const open = renderer.plain({ subject: '', body: bodyText('%NAME%', '%COMPANY%') });
/** Our mails as they leave, with the way out below them. */
const closed = close(open, '%LINK%');

export type Words = { readonly name: string; readonly company: string; readonly link: string };

/** Filled in the cheapest way there is. */
export function closedText(words: Words): string {
  return filled(closed.text, words);
}

export function closedHtml(words: Words): string {
  return filled(closed.html, words);
}

function filled(frame: string, { name, company, link }: Words): string {
  return frame
    .replaceAll('%NAME%', name)
    .replaceAll('%COMPANY%', company)
    .replaceAll('%LINK%', link);
}
