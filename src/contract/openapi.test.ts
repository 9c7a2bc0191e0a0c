import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { campaignsRoutes } from './campaigns/routes.ts';
import { examples } from './examples.generated.ts';
import { openApiDocument } from './openapi.ts';
import type { Route } from './shared/route.ts';

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, object>>;
};

const document = openApiDocument('1.2.3') as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

describe('the table of routes', () => {
  it('has an ETag for every thing that can be read and changed by itself', () => {
    const routes: readonly Route[] = Object.values(campaignsRoutes);
    const readAt = new Map(
      routes.filter(({ method }) => method === 'GET').map((route) => [route.path, route]),
    );
    const changed = routes.filter(({ method, path }) => method === 'PATCH' && readAt.has(path));
    expect(changed.length).toBeGreaterThan(7);
    for (const { path, etag } of changed) {
      expect([path, readAt.get(path)?.etag, etag]).toEqual([path, 'shown', 'checked']);
    }
  });
});

describe('the OpenAPI document', () => {
  it('names every operation once, and every schema by a name we gave', () => {
    const names = Object.values(document.paths)
      .flatMap((operations) => Object.values(operations))
      .map(({ operationId }) => operationId);
    expect(names).toEqual([...new Set(names)]);
    const odd = Object.keys(document.components.schemas).filter(
      (name) => !/^[A-Z][A-Za-z]+$/.test(name),
    );
    expect(odd).toEqual([]);
  });

  it('refers to nothing that is not in it', () => {
    const references = JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g,
    );
    const named = new Set([...references].map(([, name]) => name ?? ''));
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('shows what is refused and what is filled in', () => {
    expect(document.components.schemas['VariantInput']).toEqual({
      type: 'object',
      properties: {
        label: { type: 'string', minLength: 1, maxLength: 10 },
        weight: { type: 'integer', minimum: 0, maximum: 100, default: 100 },
        type: { type: 'string', enum: ['TEMPLATE', 'PERSONALIZATION'] },
        template_id: { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] },
        sender_profile_id: { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] },
      },
      required: ['label', 'type'],
      additionalProperties: false,
    });
  });

  it('says of every operation what it is, who may ask, and how it may be refused', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const where = `${method} ${path}`;
        expect(operation.summary, where).toMatch(/^[A-Z]/);
        expect(operation.security, where).toBeDefined();
        const statuses = Object.keys(operation.responses);
        const always = ['400', '429', '431', '500', '503'];
        expect(statuses, where).toEqual(expect.arrayContaining(always));
        expect(
          statuses.some((status) => status.startsWith('2')),
          where,
        ).toBe(true);
        if (path.includes('{')) expect(statuses, where).toContain('404');
        if (operation.security.length > 0) expect(statuses, where).toContain('401');
        expect(statuses, where).not.toContain('default');
      }
    }
  });

  it('leaves open what the contract leaves free, and nothing else', () => {
    expect(openSchemas(document, '')).toEqual([
      '/components/schemas/CreateSenderProfileRequest/properties/sender_data/additionalProperties',
      '/components/schemas/SenderProfile/properties/sender_data/additionalProperties',
      '/components/schemas/UpdateSenderProfileRequest/properties/sender_data/additionalProperties',
      '/components/schemas/ApproveRequest/properties/research_sources',
    ]);
  });

  it('has examples that are of its operations, and as it says', () => {
    const names = new Set(
      Object.values(document.paths).flatMap((operations) =>
        Object.values(operations).map(({ operationId }) => operationId),
      ),
    );
    expect(Object.keys(examples).filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(examples).length).toBeGreaterThan(30);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(document, 'document');
    const pointers = examplePointers(document, '');
    expect(pointers.length).toBeGreaterThan(40);
    const wrong = pointers.flatMap((pointer) => {
      const validate = ajv.getSchema(`document#${encodeURI(`${pointer}/schema`)}`);
      const { example } = at(document, pointer) as { readonly example: unknown };
      return validate?.(example) === true ? [] : [`${pointer} ${ajv.errorsText(validate?.errors)}`];
    });
    expect(wrong).toEqual([]);
  });
});

const schemaKeys = new Set(['schema', 'items', 'additionalProperties']);
const schemaMaps = /\/(?:properties|schemas|anyOf|oneOf|allOf|\$defs)$/;
const says = ['type', '$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', 'not'];

/** Where anything at all would do: by their pointers. */
function openSchemas(value: unknown, pointer: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (key === 'example') return [];
    const here = `${pointer}/${key}`;
    const isSchema = schemaKeys.has(key) || schemaMaps.test(pointer);
    const isObject = typeof member === 'object' && member !== null;
    const isOpen = member === true || (isObject && !says.some((word) => word in member));
    return [
      ...(isSchema && isOpen && !Array.isArray(member) ? [here] : []),
      ...openSchemas(member, here),
    ];
  });
}

function examplePointers(value: unknown, pointer: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (key === 'example') return [pointer];
    return examplePointers(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  });
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((found, part) => (found as Record<string, unknown>)[part], value);
}
