/** The place where every writer proves that it keeps the port's promise; today, the sandbox. */
import { describe, expect, test } from 'vitest';

import { createSandboxWriter } from '../../../src/adapters/writer/sandbox-writer.ts';
import type { DraftRequest } from '../../../src/ports/writer.ts';

const request: DraftRequest = {
  prompt: 'Be brief.',
  lead: { first_name: 'Ada', company: 'Acme', title: 'CTO' },
  sender: { name: 'Bob' },
  step: 1,
  seed: 'enrolment-1',
};

describe.each([{ name: 'sandbox', make: createSandboxWriter }])('the $name writer', ({ make }) => {
  test('writes a draft for this lead, and names its model and its facts', async () => {
    const writer = make();
    const written = await writer.write(request);
    expect(written).toEqual({
      outcome: 'written',
      subject: expect.stringMatching(/^[^\r\n]+$/),
      body: expect.stringContaining('Ada'),
      model: writer.model,
      facts: ['company: Acme', 'title: CTO'],
    });
  });

  test('knows nothing of a lead but what it is given', async () => {
    const written = await make().write({ ...request, lead: {}, sender: {} });
    expect(written.outcome === 'written' && written.facts).toEqual([]);
  });
});

describe('the sandbox writer', () => {
  const writer = createSandboxWriter();
  const bodyOf = async (changes: Partial<DraftRequest>) => {
    const written = await writer.write({ ...request, ...changes });
    return written.outcome === 'written' ? written.body : '';
  };

  test('says what it is', async () => {
    expect([writer.sandbox, writer.model]).toEqual([true, 'sandbox-writer-1']);
    expect(await bodyOf({})).toContain('No model has written it.');
  });

  test('writes the same for the same request, and else for another seed or prompt', async () => {
    expect(await bodyOf({})).toBe(await bodyOf({}));
    const seeds = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const bySeed = await Promise.all(seeds.map((seed) => bodyOf({ seed })));
    const byPrompt = await Promise.all(seeds.map((prompt) => bodyOf({ prompt })));
    expect(new Set(bySeed).size).toBeGreaterThan(1);
    expect(new Set(byPrompt).size).toBeGreaterThan(1);
  });

  test('keeps what is put into a name on its line', async () => {
    const written = await writer.write({ ...request, lead: { company: 'Acme\r\nBcc: eve' } });
    expect(written.outcome === 'written' && written.subject).toBe('A question about Acme Bcc: eve');
  });
});
