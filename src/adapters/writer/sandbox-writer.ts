/** The place where drafts come from when there is no model: by rule, and saying so. */
import { type Random, seededRandom, seedOf } from '../../lib/random.ts';
import type { DraftRequest, Writer, Written } from '../../ports/writer.ts';

export const sandboxModel = 'sandbox-writer-1';

const openings = ['I came across', 'I have been reading about', 'A colleague told me about'];
const asks = [
  'Would a short call next week suit you?',
  'Could we talk for ten minutes on Thursday?',
  'Shall I send you an example?',
];

export function createSandboxWriter(): Writer {
  return {
    model: sandboxModel,
    sandbox: true,
    write: (request) => Promise.resolve(draftFor(request)),
  };
}

/** The same request gives the same draft; another prompt or seed may give other words. */
function draftFor({ prompt, lead, sender, step, seed }: DraftRequest): Written {
  const random = seededRandom(seedOf(`${seed}\n${step}\n${prompt}`));
  const name = text(lead.first_name) ?? 'there';
  const company = text(lead.company);
  const title = text(lead.title);
  const signed = text(sender.name) ?? text(sender.first_name);
  const about = company === null ? 'your work' : `your work at ${company}`;
  const lines = [
    `Hello ${name},`,
    `${picked(openings, random)} ${about}${title === null ? '' : ` as ${title}`}.`,
    picked(asks, random),
    ...(signed === null ? [] : [`Best,\n${signed}`]),
    `(Draft ${step} of the sandbox writer. No model has written it.)`,
  ];
  return {
    outcome: 'written',
    subject: company === null ? `A question, ${name}` : `A question about ${company}`,
    body: lines.join('\n\n'),
    model: sandboxModel,
    facts: [fact('company', company), fact('title', title)].flatMap((known) => known ?? []),
  };
}

function picked(phrases: readonly string[], random: Random): string {
  return phrases[random.below(phrases.length)] ?? '';
}

function fact(name: string, value: string | null): string | null {
  return value === null ? null : `${name}: ${value}`;
}

/** One line, whatever the cell held. */
function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const line = value.replace(/\s+/g, ' ').trim();
  return line === '' ? null : line;
}
