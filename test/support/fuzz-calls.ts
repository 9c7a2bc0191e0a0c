/** The place where calls of a route are made that nobody in their right mind would send. */

import fc from 'fast-check';
import {
  type EveryRoute,
  oddIds,
  paramNames,
  pathOf,
  type Sample,
  unknownId,
} from './every-route.ts';
import { heavyBodies } from './fuzz-heavy.ts';
import {
  near,
  objectNear,
  objectOf,
  odd,
  oddNames,
  type Schema,
  type Surroundings,
} from './fuzz-json.ts';

export type FuzzedCall = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body at all. */
  readonly payload: Buffer | null;
};

type Operation = {
  readonly parameters: readonly {
    readonly in: string;
    readonly name: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json'?: { readonly schema: Schema } };
  };
};

export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

export type Ground = {
  readonly document: Document;
  /** Good calls of the route, by which it is got past its first checks. */
  readonly samples: readonly Sample[];
  /** Ids of things: one's own, somebody else's, nobody's. */
  readonly ids: readonly string[];
  /** What the route reads at most. Where it is absent, no call is made heavy. */
  readonly bodyBytesMax?: number;
};

/** Of twenty calls: so many have a body of any size up to what the route takes. */
const heavyOfTwenty = 1;
/** Of a route whose every body is a file, refused ones among them. */
const heavyFilesOfTwenty = 10;

export function fuzzedCalls(route: EveryRoute, ground: Ground): fc.Arbitrary<FuzzedCall> {
  const operation = ground.document.paths[route.template]?.[route.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route.name} is not in the document`);
  const around: Surroundings = {
    ids: [...ground.ids, unknownId, unknownId.toUpperCase(), '7', ''],
    resolve: (reference) => {
      const name = reference.split('/').at(-1) ?? '';
      return ground.document.components.schemas[name] ?? {};
    },
  };
  const { bodyBytesMax } = ground;
  return fc.constantFrom(...ground.samples).chain((sample) => {
    const light = fc
      .record({
        path: pathsOf(route, sample, around),
        query: queriesOf(operation, sample, around),
        payload: payloads(operation, sample, around),
        headers: headersNear,
      })
      .map(({ path, query, payload, headers }) => ({ url: path + query, headers, payload }));
    if (bodyBytesMax === undefined || route.method === 'GET') return light;
    const heavy = heavyBodies(sample, bodyBytesMax).map(({ type, payload }) => ({
      url: pathOf(route, sample.params ?? {}) + asQuery(Object.entries(sample.query ?? {})),
      headers: { 'content-type': type },
      payload,
    }));
    const share = route.takes === undefined ? heavyOfTwenty : heavyFilesOfTwenty;
    return fc.oneof({ weight: 20 - share, arbitrary: light }, { weight: share, arbitrary: heavy });
  });
}

function pathsOf(
  route: EveryRoute,
  { params = {} }: Sample,
  { ids }: Surroundings,
): fc.Arbitrary<string> {
  const good = fc.constant(pathOf(route, params));
  const names = paramNames(route);
  if (names.length === 0) return good;
  const others = fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom(
        ...ids.filter((id) => id !== ''),
        ...oddIds(unknownId).map(encodeURIComponent),
      ),
    )
    .map(([name, value]) => pathOf(route, { ...params, [name]: value }));
  return fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: others });
}

const rawQueries = [
  ...['?', '?&', '?=', '?==', '?a', '?%', '?%zz=1', '?q=%zz', '?q=%00', '?q=%ff', '?q=%ed%a0%80'],
  ...['?limit=%u0031', '?limit[]=1', '?limit[a]=1', '?q=+', `?${'&'.repeat(2_000)}`],
  ...[`?${'a=1&'.repeat(2_000)}`, `?q=${'x'.repeat(20_000)}`, '?__proto__=1', '?constructor[x]=1'],
];

const cursors = [
  ...['[]', '[1]', '{}', '[8640000000000000,"x"]', `[8640000000000000,"${unknownId}"]`, 'null'],
  ...[
    `[-8640000000000000,"${unknownId}"]`,
    `[1.5,"${unknownId}"]`,
    `[0,"${unknownId}"]`,
    '[1e999]',
  ],
  ...['[2147483648]', '[-1]', '[9007199254740991]', `["${unknownId}"]`, '["x"]', '"', '[[[[[['],
].map((json) => Buffer.from(json).toString('base64url'));

/** A query holds texts: what a schema makes of JSON goes in without its quotes. */
function queriesOf(
  { parameters }: Operation,
  sample: Sample,
  around: Surroundings,
): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const base = Object.entries(sample.query ?? {});
  const pairs = known.map(({ name, schema }) => {
    const values = fc.oneof(near(schema, around), odd).map((json) => json.replaceAll(/^"|"$/g, ''));
    const cursor = fc.oneof(fc.constantFrom(...cursors), values);
    return (name === 'cursor' ? cursor : values).map(
      (value) => [name, value.slice(0, 5_000)] as const,
    );
  });
  const unknown = fc
    .tuple(fc.constantFrom(...oddNames, 'nonsense'), fc.constantFrom('', '1'))
    .map(([name, value]) => [name.slice(0, 50), value] as const);
  const some = fc
    .array(fc.oneof(...pairs, ...pairs, unknown), { maxLength: 4 })
    .map((more) => asQuery([...base, ...more]));
  const plain = fc.constant(asQuery(base));
  return fc.oneof(
    { weight: known.length > 0 ? 2 : 8, arbitrary: plain },
    { weight: 6, arbitrary: some },
    { weight: 1, arbitrary: fc.constantFrom(...rawQueries) },
  );
}

function asQuery(pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return '';
  return `?${pairs.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&')}`;
}

function percent(value: string): string {
  return encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, ''));
}

/** As the schema has it, as the sample with one of its members made odd, or no JSON at all. */
function payloads(
  { requestBody }: Operation,
  { body, file }: Sample,
  around: Surroundings,
): fc.Arbitrary<Buffer | null> {
  const schema = requestBody?.content['application/json']?.schema;
  const text = body === undefined ? file?.text : JSON.stringify(body);
  const good = fc.constant(text === undefined ? null : Buffer.from(text));
  const bytes = fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some));
  const junk = fc.oneof(
    odd.map((made) => Buffer.from(made)),
    bytes,
  );
  if (schema === undefined) {
    return fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: junk });
  }
  const whole = near(schema, around).map((made) => Buffer.from(made));
  const changed = changedSamples(body ?? {}, schema, around);
  const broken = fc
    .tuple(whole, fc.nat(), fc.nat(255))
    .map(([made, at, byte]) => withByte(made, at, byte));
  return fc.oneof(
    { weight: 5, arbitrary: changed },
    { weight: 4, arbitrary: whole },
    { weight: 1, arbitrary: broken },
    { weight: 1, arbitrary: junk },
    { weight: 1, arbitrary: good },
  );
}

function changedSamples(body: object, schema: Schema, around: Surroundings): fc.Arbitrary<Buffer> {
  const resolved = schema.$ref === undefined ? schema : around.resolve(schema.$ref);
  const names = Object.keys(resolved.properties ?? {});
  const given = Object.entries(body).map(([name, value]) => [name, JSON.stringify(value)] as const);
  if (names.length === 0) return objectNear(resolved, around).map((made) => Buffer.from(made));
  const changes = fc.array(
    fc
      .constantFrom(...names)
      .chain((name) =>
        fc
          .oneof(near(resolved.properties?.[name] ?? {}, around), odd)
          .map((value) => [name, value] as const),
      ),
    { minLength: 1, maxLength: 2 },
  );
  return changes.map((made) => {
    const changed = new Set(made.map(([name]) => name));
    return Buffer.from(objectOf([...given.filter(([name]) => !changed.has(name)), ...made]));
  });
}

function withByte(made: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(made);
  if (copy.length > 0) copy[at % copy.length] = byte;
  return copy;
}

const json = 'application/json';
const types = [
  'text/plain',
  'text/csv',
  'application/x-ndjson',
  'application/json;charset=utf-16',
  '',
  'application/x+json',
  json,
];
const oddValues = [
  '',
  ' ',
  'x'.repeat(300),
  '\u00e9',
  '"',
  'W/"1"',
  '*',
  '0',
  'null',
  '1, 2',
  '%00',
];

const headersNear: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ 'content-type': json }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...types).map((type) => ({ 'content-type': type })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ...['x-request-id', 'idempotency-key', 'if-match', 'if-none-match', 'accept', 'cookie'],
          ...['origin', 'x-csrf-token', 'x-forwarded-for', 'content-encoding', 'expect', 'range'],
        ),
        fc.constantFrom(...oddValues),
      )
      .map(([name, value]) => ({ 'content-type': json, [name]: value })),
  },
);
