import { expect, it } from 'vitest';
import { codeAlphabet, codeInWords, codeLength, isProved, normaliseCode } from './proof.ts';

it('a code is the same however it is typed', () => {
  const code = '0123ABCK';
  expect(codeInWords(code)).toBe('0123-ABCK');
  for (const typed of ['0123-ABCK', ' o123 abck ', 'OL23\u2013ABCK', '0i23.abck']) {
    expect(normaliseCode(typed)).toBe(code);
  }
});

it('a code has no character that is read for another', () => {
  expect(codeLength).toBe(8);
  expect(new Set(codeAlphabet).size).toBe(32);
  expect(normaliseCode(codeAlphabet)).toBe(codeAlphabet);
});

it('an address is proved at an instant; nobody has proved none', () => {
  expect(isProved({ email: 'ada@example.com', emailProvedAt: 1 })).toBe(true);
  expect(isProved({ email: 'ada@example.com', emailProvedAt: null })).toBe(false);
  expect(isProved({ email: null, emailProvedAt: null })).toBe(false);
});
