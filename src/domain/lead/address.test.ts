import { describe, expect, it } from 'vitest';
import { addressLengthMax, domainOf, normaliseAddress } from './address.ts';

describe('an address', () => {
  it('has one spelling, whatever case, blanks or form it came in', () => {
    const spellings = ['ada@example.com', ' Ada@Example.COM ', 'ADA@EXAMPLE.com\n'];
    expect(spellings.map(normaliseAddress)).toEqual(Array(3).fill('ada@example.com'));
  });

  it('may have dots, a tag and signs before the at, and many labels after it', () => {
    const good = [
      'ada.lovelace@example.com',
      'ada+tag@example.com',
      "o'hara_1-2@mail.example.co.uk",
      'x@a-b.example',
      'x@xn--bcher-kva.example',
      'x@example.xn--p1ai',
    ];
    expect(good.map(normaliseAddress)).toEqual(good);
  });

  it('is none where it cannot be one', () => {
    const bad = [
      '',
      'ada',
      'ada@',
      '@example.com',
      'ada@localhost',
      'ada@example',
      'ada@example.c',
      'ada@example.1om',
      'ada@@example.com',
      'ada@b@example.com',
      '.ada@example.com',
      'ada.@example.com',
      'ada..l@example.com',
      'ada@.example.com',
      'ada@example..com',
      'ada@-example.com',
      'ada@example-.com',
      'ada lovelace@example.com',
      'Ada <ada@example.com>',
      '"ada"@example.com',
      'ada@[127.0.0.1]',
      'ada@example.com, grace@example.com',
      'ada@example.com\r\nBcc: x@example.com',
      'grüß@example.com',
      'ada@exämple.com',
    ];
    expect(bad.map(normaliseAddress).filter((one) => one !== null)).toEqual([]);
  });

  it('is no longer than a mail server takes, before the at and as a whole', () => {
    const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
    const local = (length: number) => 'x'.repeat(length);
    const longest = `${local(addressLengthMax - domain.length - 1)}@${domain}`;
    expect(normaliseAddress(longest)).toBe(longest);
    expect(normaliseAddress(`x${longest}`)).toBeNull();
    expect(normaliseAddress(`${local(64)}@example.com`)).toBe(`${local(64)}@example.com`);
    expect(normaliseAddress(`${local(65)}@example.com`)).toBeNull();
    expect(normaliseAddress(`x@${'a'.repeat(63)}.example`)).not.toBeNull();
    expect(normaliseAddress(`x@${'a'.repeat(64)}.example`)).toBeNull();
  });

  it('has its domain after the at', () => {
    expect(domainOf('ada@mail.example.com')).toBe('mail.example.com');
  });
});
