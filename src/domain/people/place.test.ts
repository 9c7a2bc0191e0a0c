import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOf } from './place.ts';

it('is the address itself in IPv4, however it is written', () => {
  expect(placeOf('203.0.113.7')).toBe('203.0.113.7');
  expect(placeOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(placeOf('::FFFF:203.0.113.7')).toBe('203.0.113.7');
});

it('is the network of 64 bits in IPv6, in one spelling', () => {
  const same = [
    '2001:db8:0:7:1:2:3:4',
    '2001:0DB8:0000:0007::9',
    '2001:db8:0:7::',
    '2001:db8:0:7::1%eth0',
  ];
  expect(same.map(placeOf)).toEqual(same.map(() => '2001:db8:0:7::/64'));
  expect(placeOf('::1')).toBe('0:0:0:0::/64');
  expect(placeOf('2001:db8::7:1:2:3:4')).toBe('2001:db8:0:7::/64');
  expect(placeOf('fe80::1')).toBe('fe80:0:0:0::/64');
});

it('is the same for every address of one network, and no other', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  const half = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(half, half, half, (network, host, other) => {
      const address = (last: readonly number[]) =>
        [...network, ...last].map((part) => part.toString(16)).join(':');
      expect(placeOf(address(host))).toBe(placeOf(address(other)));
      const [first, ...rest] = network;
      const elsewhere = [first ^ 1, ...rest, ...host].map((part) => part.toString(16)).join(':');
      expect(placeOf(elsewhere)).not.toBe(placeOf(address(host)));
    }),
  );
});

it('is short, whatever stands for an address', () => {
  expect(placeOf('')).toBe('');
  expect(placeOf('x'.repeat(1_000))).toHaveLength(64);
});
