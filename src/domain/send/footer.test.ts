import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultUnsubscribeLine, footerFaults, linePartsOf, unsubscribeLineOf } from './footer.ts';

const none = { postalAddress: null, footerText: null, unsubscribeLine: null };

describe('the line by which one hears no more', () => {
  it('has the words of its link in braces', () => {
    expect(linePartsOf('No more? {Say so}.')).toEqual({
      before: 'No more? ',
      words: 'Say so',
      after: '.',
    });
    expect(linePartsOf('{ Leave }')).toEqual({ before: '', words: 'Leave', after: '' });
  });

  it.each(['Leave', '{}', '{ }', '{a} {b}', '{{a}}', '{a', 'a}', '}a{', ''])(
    'is none where there is not exactly one place for the link: %s',
    (line) => {
      expect(linePartsOf(line)).toBe(null);
      const [fault] = footerFaults({ ...none, unsubscribeLine: line });
      expect([fault?.path, fault?.type]).toEqual([['unsubscribe_line'], 'string.link']);
    },
  );

  it('is ours where the account has none, and ours has a place for the link', () => {
    expect(unsubscribeLineOf(none)).toBe(defaultUnsubscribeLine);
    expect(linePartsOf(defaultUnsubscribeLine)?.words).toBe('unsubscribe here');
    expect(unsubscribeLineOf({ unsubscribeLine: '{Out}' })).toBe('{Out}');
  });

  it('gives back what was written, whatever was', () => {
    const plain = fc.string().map((text) => text.replace(/[{}]/g, ''));
    const words = plain.map((text) => text.trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(plain, words, plain, (before, inner, after) => {
        expect(linePartsOf(`${before}{${inner}}${after}`)).toEqual({ before, words: inner, after });
      }),
    );
  });
});

describe('what stands below a mail', () => {
  it('may be nothing, and may have lines', () => {
    expect(footerFaults(none)).toEqual([]);
    const footer = { ...none, postalAddress: '1 Main St\nOurtown', footerText: 'Engines\nLtd' };
    expect(footerFaults(footer)).toEqual([]);
  });

  it('is told of every fault at once, each at its field', () => {
    const bad = { postalAddress: 'a\u0007', footerText: 'b\u001b[1m', unsubscribeLine: '{a}\n' };
    expect(footerFaults(bad).map(({ path, type }) => [...path, type])).toEqual([
      ['postal_address', 'string.control'],
      ['footer_text', 'string.control'],
      ['unsubscribe_line', 'string.line'],
    ]);
  });

  it('has a link of so many words and no more', () => {
    const fault = (words: string) => footerFaults({ ...none, unsubscribeLine: `{${words}}` });
    expect(fault('x'.repeat(100))).toEqual([]);
    expect(fault('x'.repeat(101))).toHaveLength(1);
  });
});
