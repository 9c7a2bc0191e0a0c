/** The place where the table of roles is written from the tables of routes: `npm run roles`. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { campaignsPrefix, campaignsRoutes } from '../src/contract/campaigns/routes.ts';
import { integrationPrefix, integrationRoutes } from '../src/contract/integration/routes.ts';
import type { Route, RouteTable } from '../src/contract/shared/route.ts';
import { grants, hasRight, type Role, rights, roles } from '../src/domain/permission.ts';

export const rolesFile = fileURLToPath(new URL('../docs/roles.md', import.meta.url));

/** Whether a route opens to whoever has this role; what a use case looks at besides is its own. */
export function opensTo(route: Route, role: Role): boolean {
  if (route.open === true) return true;
  if (route.right !== undefined) return hasRight(role, route.right);
  const needed = route.permission;
  return needed.length === 0 || needed.some((name) => grants[role].permissions.includes(name));
}

export function writeRoles(): string {
  const given = ['permissions', 'rights'] as const;
  return [
    '# Roles',
    '',
    'What a role gives, and which routes open to it. Written from the tables of routes by',
    '`npm run roles`; a test compares. An API key opens what its permissions open, on both surfaces,',
    'and nothing that needs a person or a right. At each request a permission counts only as long as',
    'the role of whoever made the key gives it, in the account that is asked for. Whoever is no member',
    'there any more has no key there: 401 in the home of the key, 404 in any other account.',
    '',
    `| | ${roles.join(' | ')} |`,
    `|---|${roles.map(() => '---|').join('')}`,
    ...given.flatMap((kind) =>
      (kind === 'permissions' ? grants.owner.permissions : rights).map((name) =>
        line(`\`${name}\``, (role) => [...grants[role][kind]].some((has) => has === name)),
      ),
    ),
    '',
    'An admin differs from an owner in one thing: only owners make, change and remove owners.',
    '',
    `| \`${campaignsPrefix}\` | needs | ${roles.join(' | ')} |`,
    `|---|---|${roles.map(() => '---|').join('')}`,
    ...rows(campaignsRoutes),
    '',
    `| \`${integrationPrefix}\`, for keys alone | needs |`,
    '|---|---|',
    ...Object.values<Route>(integrationRoutes).map(
      (route) => `| ${titleOf(route)} | ${neededBy(route)} |`,
    ),
    '',
  ].join('\n');
}

function rows(table: RouteTable): readonly string[] {
  return Object.values(table).map((route) =>
    line(`${titleOf(route)} | ${neededBy(route)}`, (role) => opensTo(route, role)),
  );
}

function line(title: string, has: (role: Role) => boolean): string {
  return `| ${title} | ${roles.map((role) => (has(role) ? 'yes' : '')).join(' | ')} |`;
}

function titleOf({ method, path }: Route): string {
  return `${method} \`${path.replace(/\/$/, '') || '/'}\``;
}

function neededBy({ open, right, person, permission }: Route): string {
  if (open === true) return 'nothing';
  if (right !== undefined) return `\`${right}\``;
  if (person === true) return 'a person';
  return permission.length === 0
    ? 'any token'
    : permission.map((name) => `\`${name}\``).join(' or ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(rolesFile, writeRoles());
