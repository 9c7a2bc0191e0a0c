/** The place where a table of routes becomes its part of an OpenAPI 3.1 document. */
import { z } from 'zod';
import { assert } from '../../lib/assert.ts';
import { bodyLimitOf, limitInWords } from './body-limit.ts';
import { refusalMeanings, refusalStatuses } from './refusals.ts';
import type { Route, RouteTable } from './route.ts';

export type Schemas = Record<string, object>;

export type DescribedSurface = {
  readonly tag: string;
  readonly prefix: string;
  readonly routes: RouteTable;
  readonly wrap: (data: z.ZodType) => z.ZodType;
  readonly error: z.ZodType;
  readonly invalid: { readonly status: 400 | 422; readonly schema: z.ZodType };
  readonly takesSessions: boolean;
  /** By the name of the route: answers that were really given. */
  readonly examples: Examples;
};

export type Examples = Readonly<
  Record<string, { readonly request?: unknown; readonly answer: unknown }>
>;

type Paths = Record<string, Record<string, object>>;
export type Built = {
  readonly paths: Paths;
  readonly schemas: Schemas;
  readonly responses: Record<string, object>;
};

/** Schemas with an id of their own become components; one id must always mean one schema. */
export function addPaths(built: Built, surface: DescribedSurface): void {
  const {
    invalid: { status: invalid },
    takesSessions,
  } = surface;
  for (const [operationId, route] of Object.entries(surface.routes)) {
    const path = surface.prefix + route.path;
    const refusals = refusalStatuses(route, { invalid, takesSessions });
    built.paths[path] = {
      ...built.paths[path],
      [route.method.toLowerCase()]: {
        operationId,
        tags: [surface.tag],
        summary: summaryOf(route),
        security: securityOf(route, surface),
        parameters: [
          ...pathParameters(route),
          ...queryParameters(route, built.schemas),
          ...headerParameters(route),
        ],
        ...requestBody(route, built.schemas, surface.examples[operationId]?.request),
        responses: {
          ...successes(built, { surface, route, example: surface.examples[operationId]?.answer }),
          ...Object.fromEntries(
            refusals.map((status) => [status, refusal(built, surface, status)]),
          ),
        },
      },
    };
  }
}

/** Written once for all routes of a surface. */
function refusal({ schemas, responses }: Built, surface: DescribedSurface, status: number): object {
  const { tag, error, invalid } = surface;
  const name = `${tag}${status}`;
  const schema = status === invalid.status ? invalid.schema : error;
  responses[name] ??= {
    description: refusalMeanings[status],
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(status === 429 || status === 409
        ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
        : {}),
    },
    ...jsonContent(schemaOf(schema, 'output', schemas)),
  };
  return { $ref: `#/components/responses/${name}` };
}

function securityOf(route: Route, { takesSessions }: DescribedSurface): readonly object[] {
  if (route.open === true) return [];
  return takesSessions ? [{ token: [] }, { session: [] }] : [{ token: [] }];
}

function headerParameters(route: Route): readonly object[] {
  const isRepeatable =
    route.method !== 'GET' && route.open !== true && route.holdsPassword !== true;
  const meaning =
    route.ifMatch ??
    (route.etag === 'checked'
      ? 'Refused where none of these ETags is that of what is there.'
      : null);
  const ifMatch = {
    name: 'If-Match',
    in: 'header',
    description: meaning,
    schema: { type: 'string' },
  };
  return [
    ...(isRepeatable ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(meaning === null ? [] : [ifMatch]),
  ];
}

function summaryOf(route: Route): string {
  const needed = neededBy(route);
  return needed === null ? route.summary : `${route.summary} (needs ${needed})`;
}

function neededBy(route: Route): string | null {
  if (route.right !== undefined) return `a person with ${route.right}`;
  if (route.person === true) return 'a person who signed in';
  return route.permission.length === 0 ? null : route.permission.join(' or ');
}

type Success = {
  readonly surface: DescribedSurface;
  readonly route: Route;
  readonly example: unknown;
};

function successes({ schemas }: Built, { surface, route, example }: Success): object {
  const headers = successHeaders(route);
  if (route.gives !== undefined) {
    const content = { [route.gives]: { schema: schemaOf(route.response, 'output', schemas) } };
    const description = route.gives === 'text/csv' ? 'A file of rows' : 'Events as they come';
    return { [route.status]: { description, headers, content } };
  }
  const content = jsonContent(schemaOf(surface.wrap(route.response), 'output', schemas), example);
  const told = (status: number): object => ({
    description: status === 202 ? 'Accepted; it is not finished yet' : 'Done',
    headers,
    ...content,
  });
  const { status, elseStatus } = route;
  return {
    [status]: told(status),
    ...(elseStatus === undefined ? {} : { [elseStatus]: told(elseStatus) }),
  };
}

function successHeaders(route: Route): object {
  const names = [
    'X-Request-Id',
    ...(route.open === true
      ? []
      : ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']),
    ...(route.etag === undefined ? [] : ['ETag']),
    ...(route.method === 'GET' || route.open === true ? [] : ['Idempotency-Replayed']),
  ];
  return Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${headerComponent(name)}` }]),
  );
}

export function headerComponent(name: string): string {
  return name.replace(/^X-/, '').replaceAll('-', '');
}

function pathParameters(route: Route): readonly object[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }));
}

function queryParameters(route: Route, schemas: Schemas): readonly object[] {
  if (route.query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(route.query, 'input', schemas) as {
    readonly properties?: Record<string, object>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function requestBody(route: Route, schemas: Schemas, example: unknown): object {
  if (route.takes !== undefined) return fileBody(route.takes);
  if (route.body === undefined) return {};
  const required = !route.body.safeParse({}).success;
  const limit = limitInWords(bodyLimitOf(route));
  const description = `${limit.charAt(0).toUpperCase()}${limit.slice(1)}.`;
  const content = jsonContent(schemaOf(route.body, 'input', schemas), example);
  return { requestBody: { description, required, ...content } };
}

/** As it is, or as a part of a form. */
function fileBody(types: readonly string[]): object {
  const file = { type: 'string', format: 'binary' };
  const form = { type: 'object', properties: { file }, required: ['file'] };
  const content: Record<string, object> = {};
  for (const type of types) {
    content[type] = { schema: type === 'multipart/form-data' ? form : file };
  }
  return { requestBody: { required: true, content } };
}

function jsonContent(schema: object, example?: unknown): object {
  const shown = example === undefined ? { schema } : { schema, example };
  return { content: { 'application/json': shown } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Schemas): object {
  const { $schema, $defs, ...root } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  assert(typeof $schema === 'string', 'zod says which dialect it writes');
  for (const [name, definition] of Object.entries($defs ?? {})) {
    addComponent(schemas, name, withReferences(definition));
  }
  return withReferences(root);
}

/** A format says it better than the expression behind it; an answer may gain fields. */
function simplify(schema: z.core.JSONSchema.BaseSchema, io: 'input' | 'output'): void {
  if (schema.format === 'uuid' || schema.format === 'date-time') delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

function withReferences(schema: object): object {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as object;
}

function addComponent(schemas: Schemas, name: string, schema: object): void {
  const known = schemas[name];
  assert(
    known === undefined || JSON.stringify(known) === JSON.stringify(schema),
    `two schemas are called ${name}: a request and an answer need names of their own`,
  );
  schemas[name] = schema;
}
