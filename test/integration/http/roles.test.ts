import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opensTo, rolesFile, writeRoles } from '../../../scripts/roles.ts';
import { grants, roles } from '../../../src/domain/permission.ts';
import { ask, codeOf, everyRoute, named, nowhere } from '../../support/every-route.ts';
import { createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

let http: HttpWorld;
let tenant: Tenant;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
});
afterAll(() => http.close());

it('the table of roles is in step with the routes; if not: npm run roles', () => {
  expect(readFileSync(rolesFile, 'utf8')).toBe(writeRoles());
});

it('a reviewer reads and judges, a viewer reads, and neither rules', () => {
  expect(grants.reviewer).toEqual({
    permissions: ['campaigns:read', 'content:review'],
    rights: [],
  });
  expect(grants.viewer).toEqual({ permissions: ['campaigns:read'], rights: [] });
  expect(grants.admin).toEqual(grants.owner);
});

const closed = everyRoute.filter(({ surface, open }) => surface === 'campaigns' && open !== true);

/** Each on a session of its own: signing out is one of the routes. */
describe.each(named(closed))('%s', (_, route) => {
  it.each(roles)('opens to %s as the table says', async (role) => {
    const member = role === 'owner' ? tenant : await http.member(tenant, role);
    const token = await http.sessionFor(member);
    const body = route.method === 'GET' ? {} : { body: { nonsense: 1 } };
    const sample = { params: nowhere(route), ...body };
    const answered = await ask(http, route, { sample, token });
    if (opensTo(route, role)) return expect([401, 403]).not.toContain(answered.statusCode);
    expect([answered.statusCode, codeOf(answered)]).toEqual([403, 'MISSING_PERMISSION']);
  });
});
