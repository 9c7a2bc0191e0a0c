/** The place where an answer is held to the OpenAPI document that the same server serves. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { record } from './record-examples.ts';

type Response = {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, object>>;
};
type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
};
export type Document = {
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

export type Answered = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly json: () => unknown;
};

export type Conformance = {
  /** Throws what does not fit. */
  readonly check: (request: InjectOptions, response: Answered) => void;
};

const root = 'openapi.json';

/** Described, and there in some answers only. */
const sometimes = new Set(['Idempotency-Replayed', 'Retry-After']);

export async function createConformance(app: FastifyInstance): Promise<Conformance> {
  return conformanceOf((await app.inject(`/${root}`)).json<Document>());
}

export function conformanceOf(document: Document): Conformance {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(withClosedRefusals(document), root);

  function operationOf(method: string, path: string) {
    const template = Object.keys(document.paths).find((known) => shapeOf(known).test(path));
    const operation = template && document.paths[template]?.[method.toLowerCase()];
    if (template === undefined || !operation) return null;
    return { operation, at: ['paths', template, method.toLowerCase()] };
  }

  function validatorFor(method: string, path: string, status: number): ValidateFunction {
    const found = operationOf(method, path);
    if (found === null) {
      if (status < 400) throw new Error(`${method} ${path} is answered but not described`);
      return schemaAt([
        'components',
        'schemas',
        path.startsWith('/v1/') ? 'IntegrationError' : 'Error',
      ]);
    }
    const key = String(status);
    const response = found.operation.responses[key];
    if (response === undefined) throw new Error(`${method} ${path} may not be ${status}`);
    const at = response.$ref?.split('/').slice(1) ?? [...found.at, 'responses', key];
    return schemaAt([...at, 'content', 'application/json', 'schema']);
  }

  function schemaAt(parts: readonly string[]): ValidateFunction {
    const pointer = parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const validate = ajv.getSchema(
      `${root}#/${pointer.split('/').map(encodeURIComponent).join('/')}`,
    );
    if (validate === undefined) throw new Error(`no schema at ${pointer}`);
    return validate;
  }

  return {
    check: (request, response) => {
      const method = request.method ?? 'GET';
      const path = pathOf(request);
      const where = `${method} ${path} answered ${response.statusCode} ${response.body}`;
      if (givesFile(operationOf(method, path)?.operation, response)) return;
      if (response.headers['content-type'] !== 'application/json; charset=utf-8') {
        throw new Error(`not as JSON: ${where}`);
      }
      const validate = validatorFor(method, path, response.statusCode);
      const answer = response.json();
      if (!validate(answer)) throw new Error(`${ajv.errorsText(validate.errors)}: ${where}`);
      const operation = operationOf(method, path)?.operation;
      if (operation === undefined) return;
      const described = operation.responses[response.statusCode]?.headers ?? {};
      const missing = Object.keys(described)
        .filter((name) => !sometimes.has(name))
        .filter((name) => response.headers[name.toLowerCase()] === undefined);
      if (missing.length > 0) throw new Error(`without ${missing.join(', ')}: ${where}`);
      const { operationId } = operation;
      record({ operationId, status: response.statusCode, request: request.payload, answer });
    },
  };
}

/** What the document calls a file is one, and has no shape to be held to. */
function givesFile(operation: Operation | undefined, { statusCode, headers }: Answered): boolean {
  const types = Object.keys(operation?.responses[statusCode]?.content ?? {});
  if (types.length === 0 || types.includes('application/json')) return false;
  const type = String(headers['content-type']).split(';', 1)[0] ?? '';
  if (!types.includes(type)) throw new Error(`${type} is none of ${types.join(', ')}`);
  return true;
}

function pathOf({ url }: InjectOptions): string {
  if (typeof url !== 'string') throw new Error('a test names its path');
  return url.split('?', 1)[0] ?? url;
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
}

/** A client may bear fields that it does not know; a refusal of ours may have none of them. */
function withClosedRefusals(document: Document): Document {
  const { schemas } = document.components;
  const closed = ['Error', 'ValidationError', 'IntegrationError'].map((name) => [
    name,
    close(schemas[name] ?? {}),
  ]);
  const all = { ...schemas, ...(Object.fromEntries(closed) as typeof schemas) };
  return { ...document, components: { ...document.components, schemas: all } };
}

function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [name, close(member)]),
  );
  return 'properties' in schema ? { ...members, additionalProperties: false } : members;
}
