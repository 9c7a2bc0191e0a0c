import { expect, it } from 'vitest';
import { defaultPrompt, resolvedPrompt } from './prompt.ts';

const withPrompt = { systemPrompt: "The campaign's." };
const without = { systemPrompt: null };

it('the campaign’s prompt wins over the sender’s, which wins over the default', () => {
  const sender = { custom_prompt: "The sender's." };
  expect(resolvedPrompt(withPrompt, sender)).toBe("The campaign's.");
  expect(resolvedPrompt(without, sender)).toBe("The sender's.");
  expect(resolvedPrompt(without, {})).toBe(defaultPrompt);
});

it('a sender’s prompt that says nothing, or is no text, is none', () => {
  for (const custom_prompt of ['', ' \n', null, 7, { text: 'x' }]) {
    expect(resolvedPrompt(without, { custom_prompt })).toBe(defaultPrompt);
  }
});
