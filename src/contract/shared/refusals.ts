/** The place where it is said with which statuses a route may refuse, for the document. */
import type { Route } from './route.ts';

export type Strictness = {
  /** What a request has that does not fit: 422, or 400 where older clients know no other. */
  readonly invalid: 400 | 422;
  readonly takesSessions: boolean;
};

/**
 * What reads, counts and guards is the same for all, so that it follows from the route's line; what
 * a use case refuses is a conflict, or what the account or the person may not.
 */
export function refusalStatuses(route: Route, strictness: Strictness): readonly number[] {
  const isChange = route.method !== 'GET';
  const hasToken = route.open !== true;
  const mayBeForbidden =
    route.permission.length > 0 ||
    route.right !== undefined ||
    route.person === true ||
    (isChange && strictness.takesSessions);
  const statuses: readonly (readonly [number, boolean])[] = [
    [400, true],
    [401, hasToken || isChange],
    [403, mayBeForbidden],
    // A link that people come in by, an account they go over to: named in the body.
    [404, route.path.includes('{') || (isChange && (!hasToken || route.person === true))],
    [409, isChange],
    [412, route.etag === 'checked'],
    [413, isChange],
    [415, isChange],
    // A cursor that was never given out is found by the use case.
    [422, strictness.invalid === 422 || isChange || route.query !== undefined],
    [429, true],
    [431, true],
    [500, true],
    [503, true],
  ];
  return statuses.filter(([, may]) => may).map(([status]) => status);
}

export const refusalMeanings: Readonly<Record<number, string>> = {
  400: 'It cannot be read as JSON or as HTTP, or a header is malformed',
  401: 'No token, or none that is valid',
  403: 'This token may not do it',
  404: 'There is no such thing here, or it is of another account',
  409: 'The state of things is against it, or the Idempotency-Key is',
  412: 'It was changed since it was read',
  413: 'The body is larger than this route takes',
  415: 'The body is not JSON',
  422: 'The request is well-formed and does not fit',
  429: 'Too much for one minute; Retry-After says when to come back',
  431: 'URL and headers are longer than 64 KiB',
  500: 'A fault of ours, logged under the id of the request',
  503: 'Shutting down, or too busy; ask again',
};
