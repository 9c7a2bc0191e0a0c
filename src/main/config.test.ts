import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  loopbackHosts,
  noPrivateHosts,
  parsePrivateHosts,
} from '../adapters/outbound/permitted.ts';
import { readConfig, variables } from './config.ts';

const defaults = {
  port: 4400,
  host: '127.0.0.1',
  databaseUrl: null,
  dataDir: './data',
  publicUrl: null,
  role: 'all',
  secretKey: null,
  formerKeys: [],
  bootstrapKey: null,
  timeRate: 1,
  timeStart: null,
  requestsPerMinuteMax: 1_200,
  trustedProxies: 'loopback',
  privateHosts: loopbackHosts,
  systemMail: null,
  logLevel: 'info',
};

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({ ok: true, value: defaults });
  });

  it('takes an empty setting for none, and leaves the settings of others alone', () => {
    const environment = { PORT: '', COUNTERSIGN_SECRET_KEY: '', HOME: '/home/me', PGHOST: 'x' };
    expect(readConfig(environment)).toEqual({ ok: true, value: defaults });
  });

  it('reads every setting', () => {
    const key = Buffer.alloc(32, 7);
    const former = Buffer.alloc(32, 8);
    const bootstrapKey = `cs_live_${'a'.repeat(43)}`;
    const listed = parsePrivateHosts('mail.internal,10.0.0.0/8');
    if (!listed.ok) throw new Error('the setting is right');
    const environment = {
      PORT: '0',
      HOST: '::',
      DATABASE_URL: 'postgresql://u:p@db:5432/countersign',
      COUNTERSIGN_DATA_DIR: '/var/lib/countersign',
      COUNTERSIGN_PUBLIC_URL: 'https://outreach.example.com/',
      COUNTERSIGN_ROLE: 'work',
      COUNTERSIGN_SECRET_KEY: key.toString('hex'),
      COUNTERSIGN_SECRET_KEY_PREVIOUS: `${former.toString('base64')}, ${key.toString('hex')}`,
      COUNTERSIGN_BOOTSTRAP_KEY: bootstrapKey,
      COUNTERSIGN_TIME_RATE: '0.5',
      COUNTERSIGN_TIME_START: '2026-03-02T10:00:00+01:00',
      COUNTERSIGN_RATE_LIMIT: '600',
      COUNTERSIGN_TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, ::1,fd00::/8',
      COUNTERSIGN_PRIVATE_HOSTS: 'mail.internal, 10.0.0.0/8',
      COUNTERSIGN_SYSTEM_SMTP: 'smtp://me%40example.com:p%25ss@mail.example.com',
      COUNTERSIGN_SYSTEM_FROM: 'The Team <team@Example.com>',
      COUNTERSIGN_LOG_LEVEL: 'debug',
    };
    expect(readConfig(environment)).toEqual({
      ok: true,
      value: {
        port: 0,
        host: '::',
        databaseUrl: 'postgresql://u:p@db:5432/countersign',
        dataDir: '/var/lib/countersign',
        publicUrl: 'https://outreach.example.com',
        role: 'work',
        secretKey: key,
        formerKeys: [former, key],
        bootstrapKey,
        timeRate: 0.5,
        timeStart: Date.UTC(2026, 2, 2, 9),
        requestsPerMinuteMax: 600,
        trustedProxies: 'loopback,10.0.0.0/8,::1,fd00::/8',
        privateHosts: listed.value,
        systemMail: {
          server: {
            host: 'mail.example.com',
            port: 587,
            security: 'starttls',
            auth: { username: 'me@example.com', password: 'p%ss' },
          },
          from: { address: 'team@example.com', displayName: 'The Team' },
        },
        logLevel: 'debug',
      },
    });
    const inBase64 = readConfig({ COUNTERSIGN_SECRET_KEY: key.toString('base64') });
    expect(inBase64).toEqual({ ok: true, value: { ...defaults, secretKey: key } });
  });

  it('names everything that is wrong at once, with its cure and without its value', () => {
    const environment = {
      PORT: '65536',
      DATABASE_URL: 'mysql://secret@db/x',
      COUNTERSIGN_PUBLIC_URL: 'outreach.example.com',
      COUNTERSIGN_ROLE: 'worker',
      COUNTERSIGN_SECRET_KEY: 'c2hvcnQ=',
      COUNTERSIGN_SECRET_KEY_PREVIOUS: `${'a'.repeat(64)},c2hvcnQ=`,
      COUNTERSIGN_BOOTSTRAP_KEY: 'cs_live_short',
      COUNTERSIGN_TIME_RATE: '0',
      COUNTERSIGN_TIME_START: '2026-03-02T10:00:00',
      COUNTERSIGN_TRUSTED_PROXIES: '10.0.0.0/33',
      COUNTERSIGN_PRIVATE_HOSTS: '10.0.0.0/33',
      COUNTERSIGN_SYSTEM_SMTP: 'mail.example.com:587',
      COUNTERSIGN_LOG_LEVEL: 'loud',
      COUNTERSIGN_TIMERATE: '60',
    };
    const result = readConfig(environment);
    expect(result).toEqual({
      ok: false,
      failure: [
        'COUNTERSIGN_TIMERATE is not a setting; unset it, or use one of: COUNTERSIGN_DATA_DIR, ' +
          'COUNTERSIGN_PUBLIC_URL, COUNTERSIGN_ROLE, COUNTERSIGN_SECRET_KEY, ' +
          'COUNTERSIGN_SECRET_KEY_PREVIOUS, COUNTERSIGN_BOOTSTRAP_KEY, COUNTERSIGN_TIME_RATE, COUNTERSIGN_TIME_START, ' +
          'COUNTERSIGN_RATE_LIMIT, COUNTERSIGN_TRUSTED_PROXIES, ' +
          'COUNTERSIGN_PRIVATE_HOSTS, COUNTERSIGN_SYSTEM_SMTP, COUNTERSIGN_SYSTEM_FROM, COUNTERSIGN_LOG_LEVEL.',
        'COUNTERSIGN_SYSTEM_FROM must be set, too, or the other one of COUNTERSIGN_SYSTEM_SMTP ' +
          'and COUNTERSIGN_SYSTEM_FROM unset.',
        'PORT must be a whole number from 0 (any free port) to 65535.',
        'DATABASE_URL must be a URL such as postgres://user:password@host:5432/database.',
        'COUNTERSIGN_PUBLIC_URL must be a URL such as https://outreach.example.com.',
        'COUNTERSIGN_ROLE must be one of: all, serve, work.',
        'COUNTERSIGN_SECRET_KEY must be 32 bytes as base64 or hex, such as from: ' +
          'openssl rand -base64 32.',
        'COUNTERSIGN_SECRET_KEY_PREVIOUS must be keys that were COUNTERSIGN_SECRET_KEY before, ' +
          'with commas between.',
        'COUNTERSIGN_BOOTSTRAP_KEY must be cs_live_ and 43 characters of A-Z, a-z, 0-9, - and _.',
        'COUNTERSIGN_TIME_RATE must be a number above 0; 1 is real time, 60 an hour a minute.',
        'COUNTERSIGN_TIME_START must be an instant with its offset, such as 2026-01-31T09:00:00Z.',
        'COUNTERSIGN_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, or ' +
          'loopback, with commas between.',
        'COUNTERSIGN_PRIVATE_HOSTS must be names, addresses or networks such as 10.0.0.0/8, or ' +
          'loopback, or none, with commas between.',
        'COUNTERSIGN_SYSTEM_SMTP must be a URL such as ' +
          'smtp://user:password@mail.example.com:587, or smtps://.',
        'COUNTERSIGN_LOG_LEVEL must be one of: fatal, error, warn, info, debug, trace, silent.',
      ],
    });
  });

  it.each([
    ['127.0.0.1', loopbackHosts],
    ['::1', loopbackHosts],
    ['localhost', loopbackHosts],
    ['0.0.0.0', noPrivateHosts],
    ['::', noPrivateHosts],
    ['192.168.1.4', noPrivateHosts],
    ['outreach.example.com', noPrivateHosts],
  ])('that listens on %s lets connections lead to no more than this machine', (HOST, hosts) => {
    const read = readConfig({ HOST });
    expect(read.ok && read.value.privateHosts).toEqual(hosts);
  });

  it('is shown whole in .env.example, with the defaults it has', () => {
    const example = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'));
    expect(Object.keys(example).sort()).toEqual([...variables].sort());
    expect(readConfig(example)).toEqual({ ok: true, value: defaults });
  });
});
