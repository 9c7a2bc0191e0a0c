/** The place where the environment becomes a configuration, or a list of what is wrong with it. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { isKey } from '../domain/key.ts';
import { failed, ok, type Result } from '../lib/result.ts';

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
  const faults = [...unknownNames(given), ...(parsed.success ? [] : faultsOf(parsed.error))];
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
    logLevel: values.COUNTERSIGN_LOG_LEVEL,
  });
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

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

export function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === secretKeyBytes ? key : null;
}
