import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../ports/links.ts';
import { createSealedLinks, fixedLinkKeys, type LinkKeys, linkKeyOf } from './sealed-links.ts';

const origin = 'https://outreach.example.com';
const links = createSealedLinks({ ...fixedLinkKeys(Buffer.alloc(32, 7)), origin: () => origin });
const others = createSealedLinks({ ...fixedLinkKeys(Buffer.alloc(32, 8)), origin: () => origin });

const ada: Recipient = {
  accountId: '019cadc6-9a80-7000-8000-000000000001',
  enrolmentId: '019cadc6-9a80-7000-8000-000000000002',
  email: 'ada@lead.example',
};

function tokenOf(recipient: Recipient): string {
  const link = links.unsubscribe(recipient);
  expect(link.startsWith(`${origin}/u/`)).toBe(true);
  return link.slice(origin.length + '/u/'.length);
}

const local = fc.string({
  unit: fc.constantFrom('a', 'b', 'z', '0', '.', '_', '+', '-'),
  minLength: 1,
  maxLength: 64,
});
const domain = fc.string({
  unit: fc.constantFrom('a', 'b', 'z', '0', '-', '.'),
  minLength: 3,
  maxLength: 189,
});
const recipients = fc.record({
  accountId: fc.uuid(),
  enrolmentId: fc.option(fc.uuid(), { nil: null }),
  email: fc.tuple(local, domain).map((parts) => parts.join('@')),
});

describe('a link', () => {
  it('leads back to whomever it was made for, whoever that is', () => {
    fc.assert(
      fc.property(recipients, (recipient) => {
        expect(links.recipientOf(tokenOf(recipient))).toEqual(recipient);
      }),
    );
  });

  it('is the same for the same recipient, and another for any other', () => {
    expect(links.unsubscribe({ ...ada })).toBe(links.unsubscribe(ada));
    const changes = [
      { accountId: '019cadc6-9a80-7000-8000-000000000009' },
      { enrolmentId: null },
      { email: 'adb@lead.example' },
    ];
    const all = [ada, ...changes.map((change) => ({ ...ada, ...change }))].map(tokenOf);
    expect(new Set(all).size).toBe(all.length);
    // Not in part, either: what two recipients have in common does not show.
    const starts = all.map((token) => token.slice(2, 10));
    expect(new Set(starts).size).toBe(all.length);
  });

  it('shows nothing of the address, and fits a line of a header', () => {
    const token = tokenOf(ada);
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/ada|lead/);
    expect(token).toMatch(/^[\w-]+$/);
    const longest = { ...ada, email: `${'a'.repeat(64)}@${'b'.repeat(189)}` };
    expect(longest.email).toHaveLength(254);
    expect(links.unsubscribe(longest).length).toBeLessThan(500);
  });

  it('does not change from one version to the next: old mail has it, too', () => {
    expect(tokenOf(ada)).toBe(
      'AWlKUQ33dhflVy_M7BmqxPftEEXhtg-EBv0KREKOf6bnvWLUQPlSYgft-mFDJPAVq_QV2Y7Pya9AjQRawk-jm-Q',
    );
  });

  it('is public where strangers reach it, over TLS', () => {
    const at = (where: string) =>
      createSealedLinks({ ...fixedLinkKeys(Buffer.alloc(32)), origin: () => where }).arePublic();
    expect([at('https://a.example'), at('http://a.example'), at('http://127.0.0.1:1')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a link of a key that was rotated', () => {
  const tokenBy = (by: typeof links) => by.unsubscribe(ada).slice(origin.length + '/u/'.length);
  const former = linkKeyOf(Buffer.alloc(32, 8));
  const current = linkKeyOf(Buffer.alloc(32, 7));

  it('works for ever, with what is left of that key alone; new links are of the new key', () => {
    const keys: LinkKeys = [current, linkKeyOf(Buffer.alloc(32, 9)), former];
    const rotated = createSealedLinks({
      keys: () => keys,
      refresh: () => undefined,
      origin: () => origin,
    });
    expect(rotated.recipientOf(tokenBy(others))).toEqual(ada);
    expect(tokenBy(rotated)).toBe(tokenBy(links));
  });

  it('works in a process that has not heard of its key yet', () => {
    let keys: LinkKeys = [former];
    const running = createSealedLinks({
      keys: () => keys,
      refresh: () => {
        keys = [current, former];
      },
      origin: () => origin,
    });
    expect(running.recipientOf(tokenBy(links))).toEqual(ada);
    expect(tokenBy(running)).toBe(tokenBy(links));
  });
});

describe('a token that we have not made', () => {
  it('of another key leads to nobody', () => {
    const link = others.unsubscribe(ada);
    expect(links.recipientOf(link.slice(link.lastIndexOf('/') + 1))).toBe(null);
  });

  it('of which any bit was changed leads to nobody', () => {
    const bytes = Buffer.from(tokenOf(ada), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(links.recipientOf(changed.toString('base64url'))).toBe(null);
    }
  });

  it('that was cut, lengthened or made up leads to nobody, and throws nothing', () => {
    const token = tokenOf(ada);
    for (let length = 0; length < token.length - 1; length += 1) {
      expect(links.recipientOf(token.slice(0, length))).toBe(null);
    }
    expect(links.recipientOf(`${token}AAAA`)).toBe(null);
    expect(links.recipientOf(`${token}=`)).toBe(null);
    expect(links.recipientOf(` ${token}`)).toBe(null);
    fc.assert(fc.property(fc.string(), (text) => links.recipientOf(text) === null));
    expect(links.recipientOf('A'.repeat(100_000))).toBe(null);
  });
});
