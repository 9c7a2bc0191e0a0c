/** Proves which hosts a connection may lead to, however they are written and whatever they mean. */
import { describe, expect, it, test } from 'vitest';
import { failed, ok } from '../../lib/result.ts';
import { readHost } from './host.ts';
import { createOutbound, type Lookup } from './outbound.ts';
import { loopbackHosts, noPrivateHosts, parsePrivateHosts } from './permitted.ts';

const address = (spelled: string) => ({ kind: 'address', address: spelled });
const name = (spelled: string) => ({ kind: 'name', name: spelled });

/** Text, what it is, and whether a connection may lead there; a name leads to 8.8.4.4 here. */
const forms: readonly (readonly [string, object | null, 'public' | 'private' | 'no host'])[] = [
  // This machine.
  ['127.0.0.1', address('127.0.0.1'), 'private'],
  ['127.255.255.254', address('127.255.255.254'), 'private'],
  ['127.1', address('127.0.0.1'), 'private'],
  ['127.0.0.1.', address('127.0.0.1'), 'private'],
  ['2130706433', address('127.0.0.1'), 'private'],
  ['017700000001', address('127.0.0.1'), 'private'],
  ['0x7f000001', address('127.0.0.1'), 'private'],
  ['0x7f.1', address('127.0.0.1'), 'private'],
  ['0X7F.0.0.0x1', address('127.0.0.1'), 'private'],
  ['0177.0.0.1', address('127.0.0.1'), 'private'],
  ['0', address('0.0.0.0'), 'private'],
  ['0.0.0.0', address('0.0.0.0'), 'private'],
  ['::1', address('::1'), 'private'],
  ['[::1]', address('::1'), 'private'],
  ['0:0:0:0:0:0:0:1', address('::1'), 'private'],
  ['::', address('::'), 'private'],
  ['[::]', address('::'), 'private'],
  ['localhost', name('localhost'), 'private'],
  ['LOCALHOST', name('localhost'), 'private'],
  ['localhost.', name('localhost'), 'private'],
  ['mail.localhost', name('mail.localhost'), 'private'],
  ['ⓛⓞⓒalhost', name('localhost'), 'private'],
  ['１２７.０.０.１', address('127.0.0.1'), 'private'],
  ['127。0。0。1', address('127.0.0.1'), 'private'],
  // IPv4 inside of IPv6.
  ['::ffff:127.0.0.1', address('127.0.0.1'), 'private'],
  ['::ffff:7f00:1', address('127.0.0.1'), 'private'],
  ['[::ffff:a9fe:a9fe]', address('169.254.169.254'), 'private'],
  ['::127.0.0.1', address('::7f00:1'), 'private'],
  ['::ffff:0:127.0.0.1', address('::ffff:0:7f00:1'), 'private'],
  ['64:ff9b::127.0.0.1', address('64:ff9b::7f00:1'), 'private'],
  ['64:ff9b::8.8.8.8', address('64:ff9b::808:808'), 'public'],
  ['64:ff9b:1::8.8.8.8', address('64:ff9b:1::808:808'), 'private'],
  ['2002:7f00:1::', address('2002:7f00:1::'), 'private'],
  ['2001:0:7f00:1::', address('2001:0:7f00:1::'), 'private'],
  // Networks that are nobody's, or are not to be reached from outside.
  ['10.0.0.1', address('10.0.0.1'), 'private'],
  ['172.16.0.1', address('172.16.0.1'), 'private'],
  ['172.31.255.255', address('172.31.255.255'), 'private'],
  ['192.168.1.1', address('192.168.1.1'), 'private'],
  ['169.254.169.254', address('169.254.169.254'), 'private'],
  ['0xa9fea9fe', address('169.254.169.254'), 'private'],
  ['100.64.0.1', address('100.64.0.1'), 'private'],
  ['192.0.0.8', address('192.0.0.8'), 'private'],
  ['198.18.0.1', address('198.18.0.1'), 'private'],
  ['224.0.0.1', address('224.0.0.1'), 'private'],
  ['240.0.0.1', address('240.0.0.1'), 'private'],
  ['255.255.255.255', address('255.255.255.255'), 'private'],
  ['fe80::1', address('fe80::1'), 'private'],
  ['fc00::1', address('fc00::1'), 'private'],
  ['fd00:ec2::254', address('fd00:ec2::254'), 'private'],
  ['fec0::1', address('fec0::1'), 'private'],
  ['ff02::1', address('ff02::1'), 'private'],
  ['100::1', address('100::1'), 'private'],
  ['2001:db8::1', address('2001:db8::1'), 'private'],
  ['4000::1', address('4000::1'), 'private'],
  // The public internet.
  ['8.8.8.8', address('8.8.8.8'), 'public'],
  ['134744072', address('8.8.8.8'), 'public'],
  ['172.32.0.1', address('172.32.0.1'), 'public'],
  ['2001:4860:4860::8888', address('2001:4860:4860::8888'), 'public'],
  ['[2001:4860:4860::8888]', address('2001:4860:4860::8888'), 'public'],
  ['Smtp.Example.COM.', name('smtp.example.com'), 'public'],
  ['bücher.example', name('xn--bcher-kva.example'), 'public'],
  // They look like loopback and are names like any other.
  ['localhost.evil.example', name('localhost.evil.example'), 'public'],
  ['127.0.0.1.nip.io', name('127.0.0.1.nip.io'), 'public'],
  ['notlocalhost', name('notlocalhost'), 'public'],
  // No hosts.
  ['', null, 'no host'],
  ['.', null, 'no host'],
  ['a..b', null, 'no host'],
  ['256.0.0.1', null, 'no host'],
  ['127.999.0.1', null, 'no host'],
  ['1.2.3.4.5', null, 'no host'],
  ['fe80::1%eth0', null, 'no host'],
  ['[127.0.0.1]', null, 'no host'],
  ['127.0.0.1:25', null, 'no host'],
  ['127.0.0.1/8', null, 'no host'],
  ['%31%32%37.0.0.1', null, 'no host'],
  ['user@127.0.0.1', null, 'no host'],
  ['local\thost', null, 'no host'],
  ['local\u00adhost', null, 'no host'],
  ['127.0.0.1\\x', null, 'no host'],
  ['mail example', null, 'no host'],
];

const leadsTo =
  (...found: readonly string[]): Lookup =>
  () =>
    Promise.resolve(found);

const strict = createOutbound({ privateHosts: noPrivateHosts, lookup: leadsTo('8.8.4.4') });

describe('a host as it is written', () => {
  test.each(forms)('%j', async (text, host, verdict) => {
    expect(readHost(text)).toEqual(host);
    const spelling = strict.judgeSpelling(text)?.code ?? 'public';
    const code = { public: 'public', private: 'not-permitted', 'no host': 'not-a-host' }[verdict];
    expect(spelling).toBe(code);
    const resolved = await strict.locate(text);
    expect(resolved.ok ? 'public' : resolved.failure.code).toBe(code);
  });

  it('is judged in at least thirty forms', () => {
    expect(new Set(forms.map(([text]) => text)).size).toBeGreaterThanOrEqual(30);
  });
});

describe('a name', () => {
  const resolve = (setting: string, lookup: Lookup, host = 'mail.example.com') => {
    const privateHosts = parsePrivateHosts(setting);
    if (!privateHosts.ok) throw new Error(`${privateHosts.failure} is no setting`);
    return createOutbound({ privateHosts: privateHosts.value, lookup }).locate(host);
  };
  const codeOf = async (...asked: Parameters<typeof resolve>) => {
    const resolved = await resolve(...asked);
    return resolved.ok ? 'public' : resolved.failure.code;
  };

  it('is located at all the addresses that it leads to, looked up once', async () => {
    const asked: string[] = [];
    const lookup: Lookup = (host) => {
      asked.push(host);
      return Promise.resolve(['8.8.8.8', '2001:4860:4860::8888']);
    };
    expect(await resolve('none', lookup, 'Mail.Example.com.')).toEqual(
      ok({
        host: 'mail.example.com',
        addresses: ['8.8.8.8', '2001:4860:4860::8888'],
        isLoopback: false,
      }),
    );
    expect(asked).toEqual(['mail.example.com']);
  });

  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:10.0.0.1', '::127.0.0.1'])(
    'is refused where one of its addresses is %s',
    async (inside) => {
      expect(await codeOf('none', leadsTo('8.8.8.8', inside))).toBe('not-permitted');
      expect(await codeOf('none', leadsTo(inside))).toBe('not-permitted');
    },
  );

  it('is permitted by its own name, by an address or by a network that is listed', async () => {
    const inside = leadsTo('10.1.2.3');
    expect(await codeOf('mail.example.com', inside)).toBe('public');
    expect(await codeOf('MAIL.example.com.', inside)).toBe('public');
    expect(await codeOf('10.1.2.3', inside)).toBe('public');
    expect(await codeOf('192.168.0.0/16, 10.0.0.0/8', inside)).toBe('public');
    expect(await codeOf('10.1.2.4, example.com, 10.2.0.0/16', inside)).toBe('not-permitted');
    expect(await codeOf('loopback', inside)).toBe('not-permitted');
    expect(await codeOf('10.0.0.0/8', leadsTo('64:ff9b::10.0.0.1'))).toBe('public');
  });

  it('that is not found, or not in time, is refused, and never by a throw', async () => {
    expect(await codeOf('none', leadsTo())).toBe('not-found');
    const fails: Lookup = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await codeOf('none', fails)).toBe('not-found');
    const silent = createOutbound({
      privateHosts: noPrivateHosts,
      lookup: () => new Promise(() => undefined),
      limits: { lookupMsMax: 5 },
    });
    const late = await silent.locate('mail.example.com');
    expect(late.ok ? '' : late.failure.code).toBe('too-slow');
  });

  it('tells nobody which address it leads to', async () => {
    const resolved = await resolve('none', leadsTo('10.11.12.13'));
    expect(resolved).toEqual(
      failed({
        code: 'not-permitted',
        why:
          'leads to a private, loopback or reserved address; whoever operates this server can ' +
          'permit it in COUNTERSIGN_PRIVATE_HOSTS',
      }),
    );
  });
});

describe('this machine', () => {
  const near = (lookup: Lookup) => createOutbound({ privateHosts: loopbackHosts, lookup });

  it.each([
    ['127.0.0.1', { host: '127.0.0.1', addresses: ['127.0.0.1'], isLoopback: true }],
    ['::ffff:127.0.0.1', { host: '127.0.0.1', addresses: ['127.0.0.1'], isLoopback: true }],
    ['[::1]', { host: '::1', addresses: ['::1'], isLoopback: true }],
    ['localhost', { host: 'localhost', addresses: ['::1', '127.0.0.1'], isLoopback: true }],
  ])('is %s', async (text, expected) => {
    expect(await near(leadsTo('::1', '127.0.0.1')).locate(text)).toEqual(ok(expected));
  });

  it.each(['mail.localhost', 'localhost.evil.example', '127.0.0.1.nip.io'])(
    'is not %s, though it leads here',
    async (text) => {
      const resolved = await near(leadsTo('127.0.0.1')).locate(text);
      expect(resolved.ok && resolved.value.isLoopback).toBe(false);
    },
  );

  it('is not what localhost leads to where somebody has changed that', async () => {
    for (const found of [['8.8.8.8'], ['127.0.0.1', '8.8.8.8']]) {
      const resolved = await near(leadsTo(...found)).locate('localhost');
      expect(resolved.ok ? '' : resolved.failure.code).toBe('not-permitted');
    }
  });

  it('is the network 127.0.0.0/8 and ::1, and neither 0.0.0.0 nor what is private', async () => {
    for (const text of ['0.0.0.0', '::', '10.0.0.1', 'fe80::1', '::127.0.0.1']) {
      expect(near(leadsTo()).judgeSpelling(text)?.code).toBe('not-permitted');
    }
  });
});

describe('look-ups', () => {
  it('take turns, and one name is looked up once for all who ask for it', async () => {
    const ends: (() => void)[] = [];
    const asked: string[] = [];
    const lookup: Lookup = (host) => {
      asked.push(host);
      return new Promise((resolve) => ends.push(() => resolve(['8.8.8.8'])));
    };
    const outbound = createOutbound({
      privateHosts: noPrivateHosts,
      lookup,
      limits: { lookupsAtOnceMax: 2 },
    });
    const all = ['a.example', 'a.example', 'b.example', 'c.example'].map(outbound.locate);
    expect(asked).toEqual(['a.example', 'b.example']);
    ends[0]?.();
    await all[0];
    await expect.poll(() => asked).toEqual(['a.example', 'b.example', 'c.example']);
    for (const end of ends) end();
    expect((await Promise.all(all)).every(({ ok: found }) => found)).toBe(true);
    const again = outbound.locate('a.example');
    await expect.poll(() => asked.at(-1)).toBe('a.example');
    ends.at(-1)?.();
    expect((await again).ok).toBe(true);
  });

  it('of a name that hangs leave the other turn free', async () => {
    const lookup: Lookup = (host) =>
      host === 'hangs.example' ? new Promise(() => undefined) : Promise.resolve(['8.8.8.8']);
    const limits = { lookupsAtOnceMax: 2, lookupMsMax: 20 };
    const outbound = createOutbound({ privateHosts: noPrivateHosts, lookup, limits });
    await Promise.all([1, 2, 3, 4].map(() => outbound.locate('hangs.example')));
    expect((await outbound.locate('fine.example')).ok).toBe(true);
  });
});

describe('the setting of the operator', () => {
  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/8/8', '10.0.0.0/', 'a b', 'x,,y', '/8', 'x/8'])(
    'is refused as %j',
    (text) => {
      expect(parsePrivateHosts(text).ok).toBe(false);
    },
  );

  it('may be nothing at all', () => {
    expect(parsePrivateHosts('none')).toEqual(ok(noPrivateHosts));
    expect(parsePrivateHosts('loopback')).toEqual(ok(loopbackHosts));
  });
});
