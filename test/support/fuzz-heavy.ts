/**
 * Makes bodies as large as a route takes, and a little larger, in the shapes that cost most to
 * read: deep, wide, long, of many rows, of numbers and names that JavaScript cannot keep.
 */
import fc from 'fast-check';
import type { Sample } from './every-route.ts';

export type HeavyBody = { readonly type: string; readonly payload: Buffer };

const json = 'application/json';
const leastBytes = 4 * 1024;

/** Sizes grow by factors, so that small ones get their share; now and then it is an edge. */
function sizesUpTo(limitBytes: number): fc.Arbitrary<number> {
  const span = Math.log(Math.max(1, limitBytes / leastBytes));
  const between = fc.nat(1_000).map((n) => Math.round(leastBytes * Math.exp((span * n) / 1_000)));
  const edges = [limitBytes, limitBytes + 1, Math.round(limitBytes * 1.1)];
  return fc.oneof(
    { weight: 6, arbitrary: between },
    { weight: 1, arbitrary: fc.constantFrom(...edges) },
  );
}

export function heavyBodies(sample: Sample, limitBytes: number): fc.Arbitrary<HeavyBody> {
  const sizes = sizesUpTo(limitBytes);
  if (sample.file !== undefined) {
    return fc.tuple(fc.constantFrom(...fileShapes), sizes).map(([make, bytes]) => make(bytes));
  }
  const members = Object.entries(sample.body ?? {});
  const places = members.length === 0 ? [''] : members.map(([name]) => name);
  return fc
    .tuple(fc.constantFrom(...jsonShapes), fc.constantFrom(...places, 'nonsense'), sizes)
    .map(([make, place, bytes]) => {
      const others = members
        .filter(([name]) => name !== place)
        .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
      const head = place === '' ? '' : `{${others.join('')}${JSON.stringify(place)}:`;
      const tail = place === '' ? '' : '}';
      const room = Math.max(2, bytes - head.length - tail.length);
      return { type: json, payload: padded(head + make(room, sample) + tail, bytes) };
    });
}

/** To the byte: what is left is filled with spaces, which JSON ignores. */
function padded(text: string, bytes: number): Buffer {
  const made = Buffer.from(text);
  return made.length >= bytes
    ? made
    : Buffer.concat([made, Buffer.alloc(bytes - made.length, ' ')]);
}

type JsonShape = (bytes: number, sample: Sample) => string;

/** As many as fit; each is given its number. */
function many(bytes: number, each: (n: number) => string): string {
  const parts: string[] = [];
  for (let [n, length] = [0, 2]; ; n++) {
    const part = each(n);
    length += part.length + 1;
    if (length > bytes) return parts.join(',');
    parts.push(part);
  }
}

const half = (bytes: number, pair: number) => Math.max(1, Math.floor(bytes / pair));

const jsonShapes: readonly JsonShape[] = [
  (bytes) => `"${'x'.repeat(Math.max(0, bytes - 2))}"`,
  (bytes) => `"${'\u{1f600}'.repeat(half(bytes - 2, 4))}"`,
  (bytes) => `"${'\\u0000'.repeat(half(bytes - 2, 6))}"`,
  (bytes) => `"${'{{ a['.repeat(half(bytes - 2, 5))}"`,
  (bytes) => '['.repeat(half(bytes, 2)) + ']'.repeat(half(bytes, 2)),
  (bytes) => '{"a":'.repeat(half(bytes, 6)) + '0'.repeat(1) + '}'.repeat(half(bytes, 6)),
  // Not closed.
  (bytes) => '['.repeat(bytes),
  (bytes) => `{${many(bytes, (n) => `"k${n}":${n}`)}}`,
  (bytes) => `{${many(bytes, (n) => `"__proto__":{"a${n}":1}`)}}`,
  (bytes) => `{"\\u005f_proto__":{${many(bytes - 24, (n) => `"k${n}":"v"`)}}}`,
  (bytes) => `{${many(bytes, (n) => `"\\u005f\\u005fproto\\u005f\\u005f":${n}`)}}`,
  (bytes) => `[${many(bytes, () => '1e400')}]`,
  (bytes) => `{${many(bytes, (n) => `"n${n}":-1e400`)}}`,
  (bytes) => '9'.repeat(bytes),
  (bytes) => `[${many(bytes, (n) => String(n))}]`,
  (bytes) => `[${many(bytes, (n) => row(n))}]`,
  (bytes) => `[${many(bytes, (n) => wideRow(n))}]`,
  (bytes) => `[${many(bytes, () => '{}')}]`,
  (bytes, { body = {} }) => `[${many(bytes, () => JSON.stringify(body))}]`,
  (bytes) => '{"a":1}'.padEnd(bytes, ' '),
];

function row(n: number): string {
  return `{"email":"lead${n}@example.com","first_name":"Ada"}`;
}

function wideRow(n: number): string {
  const columns = Array.from({ length: 60 }, (_, column) => `"c${column}":"${'v'.repeat(50)}"`);
  return `{"email":"lead${n}@example.com",${columns.join(',')}}`;
}

const lines = (bytes: number, head: string, each: (n: number) => string): string => {
  const parts = [head];
  for (let [n, length] = [0, head.length]; length < bytes; n++) {
    const part = each(n);
    length += part.length + 1;
    parts.push(part);
  }
  return parts.join('\n');
};

const boundary = 'part-of-a-proof';

function form(name: string, content: string, end = `\r\n--${boundary}--\r\n`): HeavyBody {
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  const type = `multipart/form-data; boundary=${boundary}`;
  return { type, payload: Buffer.from(head + content + end) };
}

/** Good ones, and those that are refused before they have been read to their end. */
const fileShapes: readonly ((bytes: number) => HeavyBody)[] = [
  (bytes) => csv(lines(bytes, 'email,first_name', (n) => `lead${n}@example.com,Ada`)),
  (bytes) => csv(lines(bytes, 'email', (n) => `${n},${'"x",'.repeat(200)}`)),
  (bytes) => csv(`email\n"${'x'.repeat(bytes)}`),
  (bytes) => csv('email,'.repeat(half(bytes, 6))),
  (bytes) => csv(`email\n${'\n'.repeat(bytes)}`),
  // A workbook that is called a list.
  (bytes) => csv(`PK\u0003\u0004${'\u0000'.repeat(bytes)}`),
  (bytes) => ({ type: 'application/pdf', payload: Buffer.alloc(bytes, '%') }),
  (bytes) => ({ type: json, payload: Buffer.from(`[${many(bytes, row)}]`) }),
  (bytes) => ({ type: 'application/x-ndjson', payload: Buffer.from(lines(bytes, row(0), row)) }),
  (bytes) => ({
    type: 'application/x-ndjson',
    payload: Buffer.from('{"a":'.repeat(half(bytes, 5))),
  }),
  (bytes) =>
    form(
      'leads.csv',
      lines(bytes, 'email', (n) => `lead${n}@example.com`),
    ),
  (bytes) => form('leads.xlsx', `PK\u0003\u0004${'\u0000'.repeat(bytes)}`),
  // It never ends.
  (bytes) =>
    form(
      'leads.csv',
      lines(bytes, 'email', (n) => `lead${n}@example.com`),
      '',
    ),
];

function csv(text: string): HeavyBody {
  return { type: 'text/csv', payload: Buffer.from(text) };
}
