/**
 * The place where JSON texts are made from a schema: mostly what it asks for, at its bounds and
 * just beyond them, and now and then something else altogether.
 *
 * Texts, not values: `1e309`, `-0`, half a surrogate and a name that comes twice are no values.
 */

import fc from 'fast-check';

export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
};

/** What the schemas do not tell: where references lead, and ids of things that exist. */
export type Surroundings = {
  readonly resolve: (reference: string) => Schema;
  readonly ids: readonly string[];
};

type Text = fc.Arbitrary<string>;

const text = (value: unknown): string => JSON.stringify(value);
const maybe = (weight: number, arbitrary: Text) => ({ weight, arbitrary });

export const oddNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '',
  ' ',
  '$ref',
  'a.b',
  'a[0]',
  '\u0000',
  '\u{1f4a9}',
  'n'.repeat(300),
];

const deep = (open: string, close: string, depth: number) =>
  open.repeat(depth) + close.repeat(depth);

/** Whatever it is put for, it is probably wrong. */
const oddTexts = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e309', '-1e309', '1e-400', '1E3'],
  ...['9007199254740993', '2147483648', '-2147483649', '""', '" "', '"\\u0000"', '"a\\u0000b"'],
  ...['"\\ud800"', '"\\udfff\\ud800"', '"\\ufffe"', '"\\u202e"', '[]', '[null]', '{}', '[[]]'],
  ...oddNames.map((name) => `{${text(name)}:1}`),
  ...['{"a":1,"a":2}', '{"__proto__":{"isAdmin":true}}', '"{{ x | y }}"', '"{% for %}"'],
  ...['"1"', '"null"', '"[object Object]"', '"%00"', '"\\r\\nBcc: you@example.com"', '"\\u0130"'],
  ...[deep('[', ']', 63), deep('[', ']', 65), deep('[', ']', 2_000), deep('{"a":', '}', 70)],
  text('x'.repeat(100_000)),
  text('\u{1f600}'.repeat(5_000)),
  text(Array.from({ length: 2_000 }, () => 0)),
];

export const odd: Text = fc.oneof(
  maybe(8, fc.constantFrom(...oddTexts)),
  maybe(1, fc.json({ maxDepth: 4 })),
);

export function near(schema: Schema, around: Surroundings): Text {
  if (schema.$ref !== undefined) return near(around.resolve(schema.$ref), around);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => near(choice, around)));
  if (schema.const !== undefined) return fc.constant(text(schema.const));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum.map(text));
  switch (schema.type ?? 'anything') {
    case 'string':
      return stringNear(schema, around);
    case 'integer':
    case 'number':
      return numberNear(schema);
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'null':
      return fc.constant('null');
    case 'array':
      return arrayNear(schema, around);
    case 'object':
      return objectNear(schema, around);
    default:
      return fc.json({ maxDepth: 3 });
  }
}

/** Nearly always near; one in a dozen members is not. */
function member(schema: Schema, around: Surroundings): Text {
  return fc.oneof(maybe(11, near(schema, around)), maybe(1, odd));
}

const instants = [
  ...['2026-03-02T09:00:00Z', '2036-03-02T09:00:00.123456789+14:00', '1969-12-31T23:59:59.999Z'],
  ...['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+23:59', '9999-12-31T23:59:59.999-23:59'],
  ...['2026-02-30T00:00:00Z', '2026-03-02T24:00:00Z', '2026-03-02T23:59:60Z', '2026-03-02', 'now'],
];

const words = [
  ...['A', 'a', '\u{1f600}', 'e\u0301', '\u0130', '\u200b', '\n', '\t', "'", '"', '\\', '%', '_'],
  ...['<b>', '{{ first_name }}', '{{', '@example.com', 'UTC', 'me@example.org', '09:00', ';--'],
];

function stringNear(
  { format, minLength = 0, maxLength = 300 }: Schema,
  around: Surroundings,
): Text {
  if (format === 'uuid') return fc.constantFrom(...around.ids.map(text));
  if (format === 'date-time') return fc.constantFrom(...instants.map(text));
  const most = Math.min(maxLength, 70_000);
  const ofLength = (length: number) => text('x'.repeat(Math.max(0, length)));
  const edges = [minLength - 1, minLength, minLength + 1, most - 1, most, most + 1];
  return fc.oneof(
    maybe(
      3,
      fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((all) => text(all.join(''))),
    ),
    maybe(2, fc.constantFrom(...edges.map(ofLength))),
    maybe(1, fc.constant(text('\u{1f600}'.repeat(Math.ceil(most / 2))))),
    maybe(1, fc.string({ unit: 'binary', maxLength: 20 }).map(text)),
  );
}

function numberNear({ minimum = -5, maximum = 2_147_483_647 }: Schema): Text {
  const edges = [minimum - 1, minimum, minimum + 1, maximum - 1, maximum, maximum + 1];
  return fc.oneof(
    fc.constantFrom(...edges.map(text)),
    fc.integer({ min: minimum, max: maximum }).map(text),
  );
}

function arrayNear({ items = {}, minItems = 0, maxItems = 5 }: Schema, around: Surroundings): Text {
  const few = fc.array(member(items, around), { minLength: minItems, maxLength: minItems + 3 });
  const edges = [minItems - 1, maxItems, maxItems + 1].filter((size) => size >= 0);
  const repeated = fc
    .tuple(near(items, around), fc.constantFrom(...edges))
    .map(([one, size]) => Array.from({ length: Math.min(size, 1_500) }, () => one.slice(0, 2_000)));
  return fc
    .oneof(maybe(6, few.map(list)), maybe(1, repeated.map(list)))
    .filter((made) => made.length < 2_000_000);
}

function list(members: readonly string[]): string {
  return `[${members.join(',')}]`;
}

type Member = readonly [name: string, value: string];

/** `known` stand as they are, unless they are left out, replaced, or come twice. */
export function objectNear(
  { properties = {}, required = [], additionalProperties }: Schema,
  around: Surroundings,
): Text {
  const known = Object.entries(properties).map(([name, schema]) => {
    const values = member(schema, around).map((value): readonly Member[] => [[name, value]]);
    const left = fc.constant<readonly Member[]>([]);
    const chance = required.includes(name) ? 1 : 10;
    return fc.oneof({ weight: 12, arbitrary: values }, { weight: chance, arbitrary: left });
  });
  const free = typeof additionalProperties === 'object' ? additionalProperties : null;
  const names = fc.oneof(fc.constantFrom(...oddNames), fc.string({ maxLength: 8 }));
  const more = fc
    .tuple(names, free === null ? odd : member(free, around))
    .map((one): readonly Member[] => [one]);
  const none = fc.constant<readonly Member[]>([]);
  const others = fc.oneof(
    { weight: free === null ? 12 : 1, arbitrary: none },
    { weight: 2, arbitrary: more },
  );
  return fc.tuple(...known, others).map((all) => objectOf(all.flat()));
}

export function objectOf(members: readonly Member[]): string {
  return `{${members.map(([name, value]) => `${text(name)}:${value}`).join(',')}}`;
}
