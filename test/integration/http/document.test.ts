import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createConformance } from '../../support/conformance.ts';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';

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

it('an answer that the document does not describe does not pass', async () => {
  const conformance = await createConformance(http.app);
  const { key } = await http.tenant();
  const request = { url: '/api/v1/auth/me', headers: bearer(key) };
  const response = await http.app.inject(request);
  const check = (changed: object) =>
    conformance.check(request, Object.assign(Object.create(response) as typeof response, changed));
  expect(() => check({})).not.toThrow();
  const { account_id: _, ...without } = response.json();
  expect(() => check({ json: () => without })).toThrow("must have required property 'account_id'");
  expect(() => check({ json: () => ({ ...response.json(), role: 7 }) })).toThrow('/role');
  expect(() => check({ statusCode: 202 })).toThrow('may not be 202');
  expect(() => check({ headers: { 'content-type': 'text/plain' } })).toThrow('not as JSON');
  const elsewhere = { ...request, url: '/api/v1/nowhere' };
  expect(() => conformance.check(elsewhere, response)).toThrow('is answered but not described');
});
