import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';

let http: HttpWorld;
beforeAll(async () => {
  http = await createHttpWorld();
});
afterAll(() => http.close());

it('the document that is served is valid OpenAPI 3.1, and open to everybody', async () => {
  const response = await http.app.inject('/openapi.json');
  expect(response.statusCode).toBe(200);
  const document = response.json();
  expect([document.openapi, document.info.version]).toEqual(['3.1.0', '0.0.0-test']);
  const validator = new Validator();
  expect(await validator.validate(document)).toEqual({ valid: true });
});
