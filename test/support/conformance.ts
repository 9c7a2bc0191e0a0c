/** The place where an answer is held to the OpenAPI document that the same server serves. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, InjectOptions } from 'fastify';

type Operation = { readonly responses: Readonly<Record<string, unknown>> };
type Document = {
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

export async function createConformance(app: FastifyInstance): Promise<Conformance> {
  const document = (await app.inject(`/${root}`)).json<Document>();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, root);

  function validatorFor(method: string, path: string, status: number): ValidateFunction {
    const template = Object.keys(document.paths).find((known) => shapeOf(known).test(path));
    const operation = template && document.paths[template]?.[method.toLowerCase()];
    if (template === undefined || !operation) {
      if (status < 400) throw new Error(`${method} ${path} is answered but not described`);
      return schemaAt([
        'components',
        'schemas',
        path.startsWith('/v1/') ? 'IntegrationError' : 'Error',
      ]);
    }
    const key = operation.responses[status] === undefined ? 'default' : String(status);
    if (key === 'default' && status < 400)
      throw new Error(`${method} ${path} may not be ${status}`);
    const parts = ['paths', template, method.toLowerCase(), 'responses', key];
    return schemaAt([...parts, 'content', 'application/json', 'schema']);
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
      if (response.headers['content-type'] !== 'application/json; charset=utf-8') {
        throw new Error(`not as JSON: ${where}`);
      }
      const validate = validatorFor(method, path, response.statusCode);
      if (validate(response.json())) return;
      throw new Error(`${ajv.errorsText(validate.errors)}: ${where}`);
    },
  };
}

function pathOf({ url }: InjectOptions): string {
  if (typeof url !== 'string') throw new Error('a test names its path');
  return url.split('?', 1)[0] ?? url;
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
}
