/** The place where composed bytes are read back by another's parser, and their form is measured. */
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

import { createRenderer } from '../../../src/adapters/renderer/renderer.ts';
import type { ComposeInput } from '../../../src/ports/renderer.ts';

const { compose } = createRenderer();

const plainInput: ComposeInput = {
  messageId: '<0190a1b2@sender.example>',
  date: Date.UTC(2026, 2, 1, 9, 5, 7),
  from: { address: 'ada@sender.example', displayName: 'Ada Lovelace' },
  to: { address: 'bob@lead.example', name: 'Bob' },
  replyTo: null,
  inReplyTo: null,
  subject: 'Hello',
  text: 'Hi Bob,\n\nyes.\n',
  html: '<p>Hi Bob,</p>\n<p>yes.</p>\n',
  headers: [],
};

function headOf(bytes: Buffer): string {
  const message = bytes.toString('latin1');
  return message.slice(0, message.indexOf('\r\n\r\n') + 2);
}

/** What holds for every message, whatever is in it. */
function expectWellFormed(bytes: Buffer): void {
  const message = bytes.toString('latin1');
  expect(/[^\t\r\n\x20-\x7e]/.test(message)).toBe(false);
  expect(/\r(?!\n)|(?<!\r)\n/.test(message)).toBe(false);
  expect(message.endsWith('\r\n')).toBe(true);
  for (const line of message.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
}

describe('a composed message', () => {
  test('names nobody at greater length than a header may have', () => {
    const name = `${'x'.repeat(997)}😀${'y'.repeat(100_000)}`;
    const bytes = compose({ ...plainInput, to: { address: 'bob@lead.example', name } });
    expectWellFormed(bytes);
    expect(headOf(bytes).length).toBeLessThan(3_000);
  });

  test('is these bytes and no others', () => {
    expect(compose(plainInput).toString()).toBe(
      [
        'Date: Sun, 01 Mar 2026 09:05:07 +0000',
        'From: Ada Lovelace <ada@sender.example>',
        'To: Bob <bob@lead.example>',
        'Message-ID: <0190a1b2@sender.example>',
        'Subject: Hello',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative; boundary="=_352dbb3bc0c1fbc4ed9786ede356b81f"',
        '',
        '--=_352dbb3bc0c1fbc4ed9786ede356b81f',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 7bit',
        '',
        'Hi Bob,',
        '',
        'yes.',
        '--=_352dbb3bc0c1fbc4ed9786ede356b81f',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: 7bit',
        '',
        '<p>Hi Bob,</p>',
        '<p>yes.</p>',
        '--=_352dbb3bc0c1fbc4ed9786ede356b81f--',
        '',
      ].join('\r\n'),
    );
  });

  test('answers the one before it', () => {
    const bytes = compose({ ...plainInput, inReplyTo: '<1@a.example>', replyTo: 'c@a.example' });
    expect(headOf(bytes)).toContain(
      'Reply-To: c@a.example\r\n' +
        'Message-ID: <0190a1b2@sender.example>\r\n' +
        'In-Reply-To: <1@a.example>\r\nReferences: <1@a.example>\r\n',
    );
  });

  test('carries extra headers as they are', () => {
    const url = `<https://u.example/${'x'.repeat(200)}?a=?b>`;
    const bytes = compose({ ...plainInput, headers: [['List-Unsubscribe', url]] });
    expect(headOf(bytes)).toContain(`List-Unsubscribe: ${url}\r\n`);
  });

  test('writes an international domain in its ASCII form', () => {
    const to = { address: 'bob@bücher.example', name: null };
    expect(headOf(compose({ ...plainInput, to }))).toContain('To: bob@xn--bcher-kva.example\r\n');
  });

  test('is the same twice', () => {
    expect(compose(plainInput).equals(compose(plainInput))).toBe(true);
  });

  test('has a boundary that its bodies do not contain', async () => {
    const boundary = /boundary="(.*)"/.exec(headOf(compose(plainInput)))?.[1] ?? '';
    const text = `--${boundary}\n--${boundary}--\n--${boundary}.1\n`;
    const bytes = compose({ ...plainInput, text });
    expect((await PostalMime.parse(bytes)).text).toBe(text);
  });
});

describe('no value begins a header of its own', () => {
  const evil = 'x\r\nBcc: eve@x.example\r\n\r\nbody\0';
  test.each<[string, Partial<ComposeInput>]>([
    ['subject', { subject: evil }],
    ['sender name', { from: { address: 'a@b.example', displayName: evil } }],
    ['sender address', { from: { address: `a@b.example${evil}`, displayName: 'A' } }],
    ['recipient name', { to: { address: 'a@b.example', name: evil } }],
    ['recipient address', { to: { address: `${evil}@b.example`, name: null } }],
    ['reply address', { replyTo: `${evil}@b.example` }],
    ['extra header', { headers: [['X-Extra', evil]] }],
  ])('%s', async (_name, part) => {
    const bytes = compose({ ...plainInput, ...part });
    expectWellFormed(bytes);
    expect(headOf(bytes)).not.toMatch(/^bcc:/im);
    expect((await PostalMime.parse(bytes)).bcc).toBe(undefined);
  });

  test.each<[string, Partial<ComposeInput>]>([
    ['a Message-ID', { messageId: '<a@b>\r\nBcc: eve@x.example' }],
    ['an id it answers', { inReplyTo: 'a@b\r\nBcc: eve@x.example' }],
    ['a header name', { headers: [['X-A: b\r\nBcc', 'eve@x.example']] }],
    ['a header of ours', { headers: [['Reply-To', 'eve@x.example']] }],
  ])('%s that is none is a bug, said aloud', (_name, part) => {
    expect(() => compose({ ...plainInput, ...part })).toThrow();
  });
});

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 200 }) },
  fc.constantFrom('\n', '\n\n', ' \n', '\t\n', '.', '\n.\n', '\nFrom me', '=', '==20', '--=_'),
  fc.constantFrom('x'.repeat(1_200), 'ü'.repeat(400), '😀'.repeat(60), '=?UTF-8?B?eA==?='),
);
const body = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const oneLine = body.map((text) =>
  text
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\ufeff]+/gu, ' ')
    .trim()
    .slice(0, 998)
    .replace(/\p{Cs}/gu, '')
    .trim(),
);
const withoutControl = /[^\n\t\P{Cc}]/gu;

describe('what was written is what is read', () => {
  test('for any subject, names and bodies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ subject: oneLine, name: oneLine, shown: oneLine, text: body, html: body }),
        async ({ subject, name, shown, ...bodies }) => {
          const text = bodies.text.replace(withoutControl, '');
          const html = bodies.html.replace(withoutControl, '');
          const bytes = compose({
            ...plainInput,
            from: { address: 'ada@sender.example', displayName: shown },
            to: { address: 'bob@lead.example', name },
            subject,
            text,
            html,
          });
          expectWellFormed(bytes);
          const read = await PostalMime.parse(bytes);
          const ended = (of: string) => (of.endsWith('\n') ? of : `${of}\n`);
          expect(read.subject ?? '').toBe(subject);
          expect(read.from).toEqual({ address: 'ada@sender.example', name: shown });
          expect(read.to).toEqual([{ address: 'bob@lead.example', name }]);
          expect(read.text).toBe(ended(text));
          expect(read.html).toBe(ended(html));
        },
      ),
      { numRuns: 200 },
    );
  });
});
