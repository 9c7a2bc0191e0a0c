/** The place where every route of both surfaces is listed, from the tables that serve them. */

import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { campaignsPrefix, campaignsRoutes } from '../../src/contract/campaigns/routes.ts';
import { integrationPrefix, integrationRoutes } from '../../src/contract/integration/routes.ts';
import type { Route, RouteTable } from '../../src/contract/shared/route.ts';
import { bearer, type HttpWorld, type Tenant } from './http.ts';

export type EveryRoute = Route & {
  readonly name: string;
  readonly surface: 'campaigns' | 'integration';
  /** With the prefix, and with the names of its parameters in braces. */
  readonly template: string;
};

export const everyRoute: readonly EveryRoute[] = [
  ...listed('campaigns', campaignsPrefix, campaignsRoutes),
  ...listed('integration', integrationPrefix, integrationRoutes),
];

function listed(
  surface: EveryRoute['surface'],
  prefix: string,
  table: RouteTable,
): readonly EveryRoute[] {
  return Object.entries(table).map(([name, route]) => ({
    ...route,
    name,
    surface,
    template: prefix + route.path,
  }));
}

/** For `it.each` and `describe.each`: the name is in the title. */
export function named(routes: readonly EveryRoute[]): readonly (readonly [string, EveryRoute])[] {
  return routes.map((route) => [`${route.method} ${route.template}`, route]);
}

export function isMutation({ method, reads }: Route): boolean {
  return method !== 'GET' && reads !== true;
}

export function paramNames({ template }: EveryRoute): readonly string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}

export function pathOf(route: EveryRoute, params: Readonly<Record<string, string>>): string {
  return route.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the sample of ${route.name} names no ${name}`);
    return value;
  });
}

export const unknownId = '00000000-0000-7000-8000-000000000000';

export function nowhere(route: EveryRoute): Readonly<Record<string, string>> {
  return Object.fromEntries(paramNames(route).map((name) => [name, unknownId]));
}

/** What is nearly an id, and what nobody would take for one. */
export function oddIds(id: string): readonly string[] {
  const short = ['7', 'me', '*', '-', '%', '%00', '\u0000', '../..', '\u{1f4a9}', 'null'];
  const near = [`${id}0`, id.slice(1), id.replaceAll('-', ''), `{${id}}`, ` ${id}`, `${id}\n`];
  return [...short, ...near, `${id},${id}`, 'a'.repeat(4_000), "' or 1=1 --"];
}

/** What one call of a route says besides its method and its path. */
export type Sample = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Of a route that takes one. */
  readonly file?: { readonly type: string; readonly text: string };
};

export type AskWith = {
  readonly token: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

export function ask(
  http: HttpWorld,
  route: EveryRoute,
  { sample, token, headers }: AskWith & { readonly sample: Sample },
): Promise<LightMyRequestResponse> {
  const query = new URLSearchParams(sample.query).toString();
  const request: InjectOptions = {
    method: route.method,
    url: pathOf(route, sample.params ?? {}) + (query === '' ? '' : `?${query}`),
    headers: {
      ...(token === null ? {} : bearer(token)),
      ...(sample.file === undefined ? {} : { 'content-type': sample.file.type }),
      ...headers,
    },
  };
  const payload = sample.body ?? sample.file?.text;
  return http.send(payload === undefined ? request : { ...request, payload });
}

/** Somebody's of the account who may ask for everything there is: nobody's for what is open. */
export async function tokenFor(
  http: HttpWorld,
  route: EveryRoute,
  tenant: Tenant,
): Promise<string | null> {
  if (route.open === true) return null;
  return isForPeople(route) ? http.sessionFor(tenant) : tenant.key;
}

export function isForPeople({ person, right }: Route): boolean {
  return person === true || right !== undefined;
}

/** The stable code of a refusal, in the words of its surface. */
export function codeOf(response: LightMyRequestResponse): string {
  const body = response.json<{ detail?: string; error?: { code: string } }>();
  return body.detail ?? body.error?.code ?? '';
}

export function permissionOf(response: LightMyRequestResponse): unknown {
  const body = response.json<{ permission?: string; error?: { data?: { permission?: string } } }>();
  return body.permission ?? body.error?.data?.permission;
}

/** It is asked for a password, or by somebody who has no token yet. */
export function judgesPerson(route: Route): boolean {
  return route.holdsPassword === true || (route.open === true && route.method !== 'GET');
}

/** Whatever a route may answer to somebody who may do everything, however they ask. */
export function statusesOf(route: EveryRoute): ReadonlySet<number> {
  const read = [400, 422];
  const found = paramNames(route).length > 0 || route.reads === true ? [404] : [];
  const changed = isMutation(route) ? [404, 409, 412, 413, 415, 422] : [];
  // A body with a GET is read as any other, before it is refused.
  const bodied = isMutation(route) ? [] : [413, 415];
  // Whoever is not believed, comes from elsewhere, or has tried too often.
  const doubted = judgesPerson(route) ? [401, 403, 429] : [];
  const { status, elseStatus = status } = route;
  return new Set([status, elseStatus, ...read, ...found, ...changed, ...bodied, ...doubted]);
}
