/** The place where the environment becomes a configuration, or a list of what is wrong with it. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { readHost } from '../adapters/outbound/host.ts';
import {
  isLoopbackAddress,
  loopbackHosts,
  noPrivateHosts,
  type PrivateHosts,
  parsePrivateHosts,
} from '../adapters/outbound/permitted.ts';
import type { PostSettings } from '../adapters/smtp/smtp-post.ts';
import { isKey } from '../domain/key.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { systemSenderOf, systemServerOf } from './system-mail.ts';

export type Config = {
  readonly port: number;
  readonly host: string;
  /** Null: a database of our own, kept in the data folder. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Without a trailing slash. */
  readonly publicUrl: string | null;
  readonly role: 'all' | 'serve' | 'work';
  /** Null: made once, and kept in the data folder. */
  readonly secretKey: Buffer | null;
  /** Opened what they sealed, and their links: see rotation in docs/operate.md. */
  readonly formerKeys: readonly Buffer[];
  readonly bootstrapKey: string | null;
  readonly timeRate: number;
  readonly timeStart: number | null;
  readonly requestsPerMinuteMax: number;
  /** Separated by commas, each an address, a network, or a name for some. */
  readonly trustedProxies: string;
  /** Where connections may lead beside the public internet. */
  readonly privateHosts: PrivateHosts;
  /** The operator's own mailbox; null: codes and invitations are not mailed. */
  readonly systemMail: PostSettings | null;
  readonly logLevel: (typeof logLevels)[number];
};

const roles = ['all', 'serve', 'work'] as const;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const secretKeyBytes = 32;
const portMax = 65_535;

/** The message of each is the cure, and follows the name: `PORT must be …`. */
const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= portMax)
    .default(4400)
    .describe('must be a whole number from 0 (any free port) to 65535'),
  HOST: z.string().default('127.0.0.1').describe('must be an address or a name to listen on'),
  DATABASE_URL: z
    .string()
    .refine((text) => hasScheme(text, ['postgres:', 'postgresql:']))
    .optional()
    .describe('must be a URL such as postgres://user:password@host:5432/database'),
  COUNTERSIGN_DATA_DIR: z.string().default('./data').describe('must be the path of a folder'),
  COUNTERSIGN_PUBLIC_URL: z
    .string()
    .refine((text) => hasScheme(text, ['https:', 'http:']))
    .transform((text) => text.replace(/\/+$/, ''))
    .optional()
    .describe('must be a URL such as https://outreach.example.com'),
  COUNTERSIGN_ROLE: z
    .enum(roles)
    .default('all')
    .describe(`must be one of: ${roles.join(', ')}`),
  COUNTERSIGN_SECRET_KEY: z
    .string()
    .transform((text, context) => {
      const key = decodeKey(text);
      if (key === null) context.addIssue({ code: 'custom', message: '' });
      return key ?? z.NEVER;
    })
    .optional()
    .describe('must be 32 bytes as base64 or hex, such as from: openssl rand -base64 32'),
  COUNTERSIGN_SECRET_KEY_PREVIOUS: z
    .string()
    .transform((text, context) => {
      const keys = text.split(',').map((part) => decodeKey(part.trim()));
      const known = keys.filter((key) => key !== null);
      if (known.length < keys.length) context.addIssue({ code: 'custom', message: '' });
      return known;
    })
    .default([])
    .describe('must be keys that were COUNTERSIGN_SECRET_KEY before, with commas between'),
  COUNTERSIGN_BOOTSTRAP_KEY: z
    .string()
    .refine(isKey)
    .optional()
    .describe('must be cs_live_ and 43 characters of A-Z, a-z, 0-9, - and _'),
  COUNTERSIGN_TIME_RATE: z
    .string()
    .regex(/^\d+(?:\.\d+)?$/)
    .transform(Number)
    .refine((rate) => rate > 0 && Number.isFinite(rate))
    .default(1)
    .describe('must be a number above 0; 1 is real time, 60 an hour a minute'),
  COUNTERSIGN_TIME_START: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional()
    .describe('must be an instant with its offset, such as 2026-01-31T09:00:00Z'),
  COUNTERSIGN_RATE_LIMIT: z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .refine((limit) => limit > 0)
    .default(1_200)
    .describe('must be a whole number from 1 to 9999999: requests a minute and key'),
  COUNTERSIGN_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isProxy))
    .transform((parts) => parts.join(','))
    .default('loopback')
    .describe('must be addresses or networks such as 10.0.0.0/8, or loopback, with commas between'),
  COUNTERSIGN_PRIVATE_HOSTS: z
    .string()
    .transform((text, context) => {
      const hosts = parsePrivateHosts(text);
      if (!hosts.ok) context.addIssue({ code: 'custom', message: '' });
      return hosts.ok ? hosts.value : z.NEVER;
    })
    .optional()
    .describe(
      'must be names, addresses or networks such as 10.0.0.0/8, or loopback, or none, ' +
        'with commas between',
    ),
  COUNTERSIGN_SYSTEM_SMTP: z
    .string()
    .transform((text, context) => {
      const server = systemServerOf(text);
      if (server === null) context.addIssue({ code: 'custom', message: '' });
      return server ?? z.NEVER;
    })
    .optional()
    .describe('must be a URL such as smtp://user:password@mail.example.com:587, or smtps://'),
  COUNTERSIGN_SYSTEM_FROM: z
    .string()
    .transform((text, context) => {
      const from = systemSenderOf(text);
      if (from === null) context.addIssue({ code: 'custom', message: '' });
      return from ?? z.NEVER;
    })
    .optional()
    .describe('must be an e-mail address, or a name and <an address>'),
  COUNTERSIGN_LOG_LEVEL: z
    .enum(logLevels)
    .default('info')
    .describe(`must be one of: ${logLevels.join(', ')}`),
});

export const variables = Object.keys(schema.shape) as readonly (keyof typeof schema.shape)[];

/** Values are not repeated in a fault: some of them are secrets. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly string[]> {
  // `NAME=` in a file means that it is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const parsed = schema.safeParse(given);
  const faults = [
    ...unknownNames(given),
    ...halfSet(given),
    ...(parsed.success ? [] : faultsOf(parsed.error)),
  ];
  if (!parsed.success || faults.length > 0) return failed(faults);
  const values = parsed.data;
  return ok({
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: values.COUNTERSIGN_DATA_DIR,
    publicUrl: values.COUNTERSIGN_PUBLIC_URL ?? null,
    role: values.COUNTERSIGN_ROLE,
    secretKey: values.COUNTERSIGN_SECRET_KEY ?? null,
    formerKeys: values.COUNTERSIGN_SECRET_KEY_PREVIOUS,
    bootstrapKey: values.COUNTERSIGN_BOOTSTRAP_KEY ?? null,
    timeRate: values.COUNTERSIGN_TIME_RATE,
    timeStart: values.COUNTERSIGN_TIME_START ?? null,
    requestsPerMinuteMax: values.COUNTERSIGN_RATE_LIMIT,
    trustedProxies: values.COUNTERSIGN_TRUSTED_PROXIES,
    privateHosts: values.COUNTERSIGN_PRIVATE_HOSTS ?? privateHostsFor(values.HOST),
    systemMail: systemMailOf(values.COUNTERSIGN_SYSTEM_SMTP, values.COUNTERSIGN_SYSTEM_FROM),
    logLevel: values.COUNTERSIGN_LOG_LEVEL,
  });
}

function systemMailOf(
  server: PostSettings['server'] | undefined,
  from: PostSettings['from'] | undefined,
): PostSettings | null {
  return server === undefined || from === undefined ? null : { server, from };
}

function halfSet(given: Readonly<Record<string, unknown>>): readonly string[] {
  const pair = ['COUNTERSIGN_SYSTEM_SMTP', 'COUNTERSIGN_SYSTEM_FROM'] as const;
  const missing = pair.filter((name) => given[name] === undefined);
  if (missing.length !== 1) return [];
  const [name = ''] = missing;
  return [`${name} must be set, too, or the other one of ${pair.join(' and ')} unset.`];
}

function faultsOf(error: z.ZodError): readonly string[] {
  const names = [...new Set(error.issues.map((issue) => String(issue.path[0])))];
  return names.map(
    (name) => `${name} ${schema.shape[name as keyof typeof schema.shape].description}.`,
  );
}

/** A misspelt name would be a setting that silently does nothing. */
function unknownNames(given: object): readonly string[] {
  const known: readonly string[] = variables;
  return Object.keys(given)
    .filter((name) => name.startsWith('COUNTERSIGN_') && !known.includes(name))
    .map((name) => {
      const names = known.filter((other) => other.startsWith('COUNTERSIGN_')).join(', ');
      return `${name} is not a setting; unset it, or use one of: ${names}.`;
    });
}

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits = '0', ...more] = text.split('/');
  const bitsMax = isIP(address) === 4 ? 32 : 128;
  const isSize = /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax;
  return isIP(address) !== 0 && isSize && more.length === 0;
}

/** A process that serves strangers does not let them at what listens on its machine. */
function privateHostsFor(listensOn: string): PrivateHosts {
  const host = readHost(listensOn);
  const isLoopback =
    host?.kind === 'address' ? isLoopbackAddress(host.address) : host?.name === 'localhost';
  return isLoopback ? loopbackHosts : noPrivateHosts;
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

export function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === secretKeyBytes ? key : null;
}
