/** The place where what a request came to is told, before its surface puts it in an envelope. */
import type { Route } from '../../contract/shared/route.ts';
import type { Failure } from '../../domain/failure.ts';
import { assert } from '../../lib/assert.ts';
import type { Result } from '../../lib/result.ts';
import type { RowsOut } from './send-rows.ts';
import type { About, Answer, Endpoint, SessionCookie, Surface } from './surface.ts';

/** Plain data, so that it can be kept and told again under the id of another request. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly data: unknown;
      readonly headers: Readonly<Record<string, string>>;
      /** For the browser that asked, and so never kept. */
      readonly session?: SessionCookie | null | undefined;
      /** Instead of data, where the route gives a file: written as it is read, and never kept. */
      readonly rows?: RowsOut | undefined;
    }
  | { readonly kind: 'refused'; readonly status: number; readonly failure: Failure };

export type Asked = {
  readonly surface: Surface;
  readonly endpoint: Endpoint;
  readonly about: About;
};

export function outcomeOf(asked: Asked, result: Result<Answer<unknown>, Failure>): Outcome {
  const { surface, endpoint, about } = asked;
  if (!result.ok) {
    const { failure } = result;
    const { status } = surface.presentProblem({ kind: 'refused', failure }, about);
    return { kind: 'refused', status, failure };
  }
  return {
    kind: 'answered',
    status: statusOf(endpoint.route, result.value),
    data: result.value.rows === undefined ? wireOf(endpoint, result.value) : null,
    headers: result.value.headers ?? {},
    session: result.value.session,
    rows: result.value.rows,
  };
}

function statusOf(route: Route, answer: Answer<unknown>): number {
  if (answer.isElse !== true) return route.status;
  assert(route.elseStatus !== undefined, 'only a route with a second status answers with it');
  return route.elseStatus;
}

/** What the contract does not know is dropped; what does not fit it is a bug of ours. */
function wireOf({ name, route }: Endpoint, answer: Answer<unknown>): unknown {
  const parsed = route.response.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  // Paths and kinds only: the values are somebody's.
  throw new Error(`the answer of ${name} does not fit its schema at ${where.join(', ')}`);
}
