import { describe, expect, it } from 'vitest';
import { isHarmless, isLoopback } from './alias.ts';

describe('a host on this machine', () => {
  it('is one by its spelling', () => {
    const hosts = ['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.9', '127.99.100.199', '::1'];
    expect(hosts.filter((host) => !isLoopback(host))).toEqual([]);
  });

  it('is none that a name server or another reading could lead elsewhere', () => {
    const hosts = [
      '',
      'localhost.example.com',
      'localhost.',
      'mail.localhost',
      '127.0.0.1.nip.io',
      '127.999.0.1',
      '127.0.0.256',
      '127.0.0.01',
      'x127.0.0.1',
      '127.0.0.1x',
      '127.1',
      '1127.0.0.1',
      '128.0.0.1',
      '0.0.0.0',
      '::',
      '::ffff:127.0.0.1',
      'smtp.example.com',
    ];
    expect(hosts.filter(isLoopback)).toEqual([]);
  });
});

describe('a harmless mailbox', () => {
  const near = { host: '127.0.0.1' };
  const far = { host: 'mail.example.com' };

  it('is a sandbox, whatever servers it was given', () => {
    expect(isHarmless({ provider: 'sandbox', smtp: null, imap: null })).toBe(true);
    expect(isHarmless({ provider: 'sandbox', smtp: far, imap: far })).toBe(true);
  });

  it('is one whose servers are all on this machine', () => {
    expect(isHarmless({ provider: 'smtp', smtp: near, imap: null })).toBe(true);
    expect(isHarmless({ provider: 'smtp', smtp: near, imap: near })).toBe(true);
    expect(isHarmless({ provider: 'smtp', smtp: near, imap: far })).toBe(false);
    expect(isHarmless({ provider: 'smtp', smtp: far, imap: near })).toBe(false);
    expect(isHarmless({ provider: 'smtp', smtp: null, imap: near })).toBe(false);
  });
});
