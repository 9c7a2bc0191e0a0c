/** The place where a table of routes becomes its part of an OpenAPI 3.1 document. */
import { z } from 'zod';
import { assert } from '../../lib/assert.ts';
import type { Route, RouteTable } from './route.ts';

export type Schemas = Record<string, object>;

export type DescribedSurface = {
  readonly tag: string;
  readonly prefix: string;
  readonly routes: RouteTable;
  readonly wrap: (data: z.ZodType) => z.ZodType;
  readonly error: z.ZodType;
  readonly invalid: { readonly status: 400 | 422; readonly schema: z.ZodType };
};

type Paths = Record<string, Record<string, object>>;
type Built = { readonly paths: Paths; readonly schemas: Schemas };

/** Schemas with an id of their own become components; one id must always mean one schema. */
export function addPaths(built: Built, surface: DescribedSurface): void {
  const error = jsonContent(schemaOf(surface.error, 'output', built.schemas));
  const invalid = jsonContent(schemaOf(surface.invalid.schema, 'output', built.schemas));
  for (const [operationId, route] of Object.entries(surface.routes)) {
    const path = surface.prefix + route.path;
    built.paths[path] = {
      ...built.paths[path],
      [route.method.toLowerCase()]: {
        operationId,
        tags: [surface.tag],
        ...(route.open === true ? { security: [] } : {}),
        summary: summaryOf(route),
        parameters: [...pathParameters(route), ...queryParameters(route, built.schemas)],
        ...requestBody(route, built.schemas),
        responses: {
          ...successes(route, surface, built.schemas),
          [surface.invalid.status]: { description: 'The request is not valid', ...invalid },
          default: { description: 'Refused', ...error },
        },
      },
    };
  }
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

function successes(route: Route, surface: DescribedSurface, schemas: Schemas): object {
  const content = jsonContent(schemaOf(surface.wrap(route.response), 'output', schemas));
  const accepted = { description: 'Accepted; it is not finished yet', ...content };
  return {
    [route.status]: { description: 'Done', ...content },
    ...(route.elseStatus === undefined ? {} : { [route.elseStatus]: accepted }),
  };
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

function requestBody(route: Route, schemas: Schemas): object {
  if (route.body === undefined) return {};
  const required = !route.body.safeParse({}).success;
  return { requestBody: { required, ...jsonContent(schemaOf(route.body, 'input', schemas)) } };
}

function jsonContent(schema: object): object {
  return { content: { 'application/json': { schema } } };
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
