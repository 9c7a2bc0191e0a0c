/** The place where drafts come from when no model is configured: by rule, without a network, and saying so. */
import type { Writer } from '../../ports/writer.ts';

export const sandboxModel = 'sandbox-writer-1';

export function createSandboxWriter(): Writer {
  return {
    model: sandboxModel,
    sandbox: true,
    write: ({ lead, sender, step }) => {
      const name = text(lead.first_name) ?? 'there';
      const company = text(lead.company);
      const facts = company === null ? [] : [`company: ${company}`];
      const about = company === null ? 'your work' : `your work at ${company}`;
      const signed = text(sender.name) ?? text(sender.first_name);
      const lines = [
        `Hello ${name},`,
        `this is draft ${step} of the sandbox writer, about ${about}. No model has written it.`,
        'Would a short call next week suit you?',
        ...(signed === null ? [] : [`Best,\n${signed}`]),
      ];
      const subject = company === null ? `A question, ${name}` : `A question about ${company}`;
      return Promise.resolve({
        outcome: 'written',
        subject,
        body: lines.join('\n\n'),
        model: sandboxModel,
        facts,
      });
    },
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
