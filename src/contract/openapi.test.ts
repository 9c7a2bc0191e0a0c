import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';

const document = openApiDocument('1.2.3') as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

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
});
