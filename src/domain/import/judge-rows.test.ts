import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../lead/lead.ts';
import { createAddressSet } from './address-set.ts';
import { createFileReader, type FileReaderOf } from './file-reader.ts';
import { createJudge, createLeadKey } from './judge-rows.ts';

const any: FileReaderOf = { format: null, mapping: null };

function read(file: string | Uint8Array, of = any) {
  const reader = createFileReader(of);
  const first = reader.push(Buffer.from(file));
  if (!first.ok) return { fault: first.failure.message };
  const last = reader.end();
  if (!last.ok) return { fault: last.failure.message };
  return { rows: [...first.value, ...last.value], found: reader.found() };
}

const secret = [1, 2, 3] as const;

function judged(file: string, of?: FileReaderOf, present: readonly string[] = []) {
  const known = createAddressSet(secret);
  for (const address of present) known.add(address);
  const warningsOf = (address: string) => (address.startsWith('info') ? (['role'] as const) : []);
  const judge = createJudge({ present: known, seen: createAddressSet(secret), warningsOf });
  const { leads, refused } = judge.judge(read(file, of).rows ?? []);
  return { leads, refused, tally: judge.tally() };
}

describe('a file', () => {
  it('is told by its beginning: its delimiter, its line ends, its format', () => {
    const found = (file: string | Uint8Array) => {
      const { format, encoding, delimiter } = read(file).found ?? {};
      return [format, encoding, delimiter];
    };
    expect(found('email,name\na@b.example,"x; y"\n')).toEqual(['csv', 'utf-8', ',']);
    expect(found('email;name\na@b.example;1,5\nc@d.example;2,5\n')).toEqual(['csv', 'utf-8', ';']);
    expect(found('email\tname\r\na@b.example\tx\r\n')).toEqual(['csv', 'utf-8', '\t']);
    expect(found('email|name\ra@b.example|x\r')).toEqual(['csv', 'utf-8', '|']);
    expect(found('email\na@b.example\n')).toEqual(['csv', 'utf-8', ',']);
    expect(found('{"email":"a@b.example"}\n')).toEqual(['ndjson', 'utf-8', null]);
    expect(found(Buffer.from('\ufeffemail\n', 'utf16le'))).toEqual(['csv', 'utf-16le', ',']);
  });

  it.each([
    [Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    [Buffer.from('PK\u0003\u0004...'), /workbook or a zip/],
    [Buffer.from('%PDF-1.7'), /PDF/],
    [Buffer.from('e\0\0\0m\0\0\0\n\0\0\0'), /NUL bytes/],
    ['', /empty/],
    ['name\nAda\n', /No column is an e-mail address/],
    ['email,email\na@b.example,x\n', /Two columns are called “email”/],
    [`email,${'x'.repeat(300)}\n`, /cannot be the name of a column/],
    ['email,__proto__\n', /cannot be the name of a column/],
    [`email,${Array.from({ length: 200 }, (_, n) => `c${n}`).join(',')}\n`, /201 columns/],
    [`email\n${'x'.repeat(1_048_577)}`, /Line 2 is longer/],
    ['"email\na@b.example\n', /quotes that do not match/],
  ])('of another kind is refused in words: %#', (file, why) => {
    expect(read(file).fault).toMatch(why);
  });

  it('has its usual headers recognised, in several tongues, and keeps the others', () => {
    const header = 'E-Mail Adresse,Prénom,Last Name,Firma,Job-Title,LinkedIn Profile,TZ,Notes,';
    const columns = 'email first_name last_name company title linkedin_url timezone Notes column_9';
    expect(read(`${header}\n`).found?.columns).toEqual(columns.split(' '));
    expect(read('Work Email,email\n').found?.columns).toEqual(['Work Email', 'email']);
  });

  it('is mapped as it is asked to be, and a mapping that does not fit is told', () => {
    const mapped = (mapping: FileReaderOf['mapping']) =>
      read('Mail,Name,x\n', { format: null, mapping });
    expect(mapped({ Name: 'first_name', x: null }).found?.columns).toEqual([
      'email',
      'first_name',
      null,
    ]);
    expect(mapped({ Nobody: 'email' }).fault).toMatch(/names “Nobody”/);
    expect(mapped({ Name: 'email', x: 'email' }).fault).toMatch(/two headers for “email”/);
    expect(mapped({ Name: '' }).fault).toMatch(/cannot be the name/);
    expect(mapped({ Mail: null }).fault).toMatch(/No column is an e-mail address/);
  });
});

describe('a row', () => {
  it('is a lead, is one already, or is refused with its line and the reason', () => {
    const file = [
      'email,linkedin,name',
      ' Ada@Example.com ,,Ada',
      'old@example.com,,',
      'ada@example.com,,again',
      'nobody,,',
      ',,',
      ',,Nobody',
      ',https://www.linkedin.com/in/grace/,Grace',
      ',linkedin.com/in/grace,Grace',
      'info@example.com,,,,',
      'x@example.com,,,extra',
      `y@example.com,,${'x'.repeat(10_001)}`,
    ].join('\n');
    const { leads, refused, tally } = judged(file, any, ['old@example.com']);
    expect(leads.map(({ email, data }) => [email, data])).toEqual([
      ['ada@example.com', { email: 'Ada@Example.com', name: 'Ada' }],
      [null, { linkedin_url: 'https://www.linkedin.com/in/grace/', name: 'Grace' }],
      ['info@example.com', { email: 'info@example.com' }],
    ]);
    expect(refused).toEqual([
      { line: 3, reason: 'DUPLICATE_IN_DATASET', shown: 'old@example.com' },
      { line: 4, reason: 'DUPLICATE_IN_FILE', shown: 'ada@example.com' },
      { line: 5, reason: 'MALFORMED_ADDRESS', shown: 'nobody' },
      { line: 7, reason: 'NO_ADDRESS', shown: '' },
      { line: 9, reason: 'DUPLICATE_IN_FILE', shown: '' },
      { line: 11, reason: 'TOO_MANY_CELLS', shown: '' },
      { line: 12, reason: 'CELL_TOO_LONG', shown: '' },
    ]);
    expect(tally).toEqual({
      rowsRead: 10,
      rowsImported: 3,
      rowsRefused: 4,
      duplicates: 3,
      warnings: { role: 1, disposable: 0, free_mail: 0, unknown_suffix: 0 },
    });
  });

  it('is told from others by its profile, whatever ends that: in one pass over it', () => {
    const keyOf = createLeadKey();
    const slashes = `linkedin.com/in/${'/'.repeat(300_000)}`;
    const keys = ['https://www.linkedin.com/in/grace/?#', `${slashes}x`, `${slashes}`].map((url) =>
      keyOf(null, { linkedin_url: url }),
    );
    expect(keys).toEqual(['linkedin.com/in/grace', `${slashes}x`, 'linkedin.com/in']);
  });

  it('is refused where a NUL byte comes late; at the beginning nothing is text', () => {
    const long = Array.from({ length: 10 }, (_, n) => `p${n}@example.com,${'x'.repeat(9_000)}`);
    const { refused, leads } = judged(`email,note\n${long.join('\n')}\nz@example.com,a\0b\n`);
    expect(refused).toEqual([{ line: 12, reason: 'NOT_TEXT', shown: '' }]);
    expect(leads).toHaveLength(10);
  });

  it('of JSON lines is an object of plain values', () => {
    const lines = [
      '{"Email":"a@example.com","n":1,"vip":true,"note":null}',
      '{"email":"b@example.com",}',
      '["c@example.com"]',
      '{"email":"d@example.com","tags":["x"]}',
      '{"email":"e@example.com","n":1e999}',
      '{"email":"f@example.com","note":"a\\u0000b"}',
      '{"email":"g@example.com","__proto__":"x"}',
      `{"email":"h@example.com","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      '{"Email":"i@example.com"}',
    ];
    const { leads, refused } = judged(lines.join('\n'));
    expect(leads).toEqual([
      { email: 'a@example.com', data: { email: 'a@example.com', n: 1, vip: true } },
      { email: 'i@example.com', data: { email: 'i@example.com' } },
    ]);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'NOT_JSON'],
      [3, 'NOT_AN_OBJECT'],
      [4, 'MALFORMED_VALUE'],
      [5, 'MALFORMED_VALUE'],
      [6, 'NOT_TEXT'],
      [7, 'MALFORMED_COLUMN'],
      [8, 'MALFORMED_VALUE'],
    ]);
  });

  it('has the address that its columns have everywhere else', () => {
    const names = fc.constantFrom('email', 'Work Email', 'mail', 'note', 'contact_email');
    const values = fc.constantFrom('a@example.com', 'b@example.com', '', 'x');
    fc.assert(
      fc.property(fc.dictionary(names, values, { minKeys: 1 }), (data) => {
        const keep = Object.fromEntries(Object.keys(data).map((name) => [name, name]));
        const text = JSON.stringify(data);
        const { leads } = judged(text, { format: 'ndjson', mapping: keep });
        for (const lead of leads) expect(lead.email).toBe(addressOf(lead.data));
      }),
    );
  });
});

describe('a set of addresses', () => {
  it('knows each of many alike, and no other', () => {
    const set = createAddressSet([7, 8, 9]);
    const added = Array.from({ length: 200_000 }, (_, n) => set.add(`p${n}@example.com`));
    expect(added.every(Boolean)).toBe(true);
    expect(set.add('p77@example.com')).toBe(false);
    expect(set.has('p199999@example.com')).toBe(true);
    expect(set.has('p200000@example.com')).toBe(false);
  });
});
