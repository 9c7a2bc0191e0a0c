/** The place where every route of both surfaces is listed, from the tables that serve them. */

import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { campaignsPrefix, campaignsRoutes } from '../../src/contract/campaigns/routes.ts';
import { integrationPrefix, integrationRoutes } from '../../src/contract/integration/routes.ts';
import type { Route, RouteTable } from '../../src/contract/shared/route.ts';
import { bearer, type HttpWorld } from './http.ts';

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

export function isMutation({ method }: Route): boolean {
  return method !== 'GET';
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

/** What one call of a route says besides its method and its path. */
export type Sample = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
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
    headers: { ...(token === null ? {} : bearer(token)), ...headers },
  };
  return http.send(sample.body === undefined ? request : { ...request, payload: sample.body });
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
