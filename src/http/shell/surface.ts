/** The place where it is said what a surface is: routes, their handlers, its words for trouble. */
import type { z } from 'zod';
import type {
  BodyOf,
  Method,
  ParamsOf,
  QueryOf,
  ResponseOf,
  Route,
  RouteTable,
} from '../../contract/shared/route.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Result } from '../../lib/result.ts';
import type { Caller } from '../../usecases/caller.ts';
import type { Fault, Problem } from './problem.ts';

export type Params = Readonly<Record<string, string>>;

export type Call<R extends Route> = {
  readonly caller: Caller;
  readonly params: ParamsOf<R['path']>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  /** The value of `If-Match`, as it came. */
  readonly ifMatch: string | null;
};

export type Answer<Body> = { readonly body: Body; readonly isElse?: boolean };

export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<Result<Answer<ResponseOf<R>>, Failure>>;

export type Handlers<Table extends RouteTable> = {
  readonly [Name in keyof Table]: Handler<Table[Name]>;
};

export type About = {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly requestId: string;
};

/**
 * What a use case would find besides, asked of a body that already has faults of its own: a
 * caller learns of all that is wrong at once. A body of the right shape the use case judges.
 */
export type Judge = (body: unknown) => readonly Fault[];

export type Endpoint = {
  readonly name: string;
  readonly judge: Judge | undefined;
  readonly route: Route;
  readonly handler: (call: {
    readonly caller: Caller;
    readonly params: Params;
    readonly query: unknown;
    readonly body: unknown;
    readonly ifMatch: string | null;
  }) => Promise<Result<Answer<unknown>, Failure>>;
};

export type Surface = {
  readonly prefix: string;
  readonly endpoints: readonly Endpoint[];
  /** What a route without query parameters makes of some: refuses or overlooks them. */
  readonly noQuery: z.ZodType;
  /** The account the path asks to act for; null for the token's home. */
  readonly accountOf: (params: Params) => string | null;
  readonly presentSuccess: (body: unknown, about: About) => unknown;
  readonly presentProblem: (
    problem: Problem,
    about: About,
  ) => { readonly status: number; readonly body: object };
};

/** A handler is called with what its route's schemas have parsed: the types meet here, once. */
export function bind<Table extends RouteTable>(
  routes: Table,
  handlers: Handlers<Table>,
  judges: { readonly [Name in keyof Table]?: Judge } = {},
): readonly Endpoint[] {
  return Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    judge: judges[name],
    handler: handlers[name] as unknown as Endpoint['handler'],
  }));
}

/** Turns what a use case answers into what goes out. */
export function answer<T, Body>(
  result: Result<T, Failure>,
  present: (value: T) => Body,
): Result<Answer<Body>, Failure> {
  return result.ok ? { ok: true, value: { body: present(result.value) } } : result;
}

/** As `answer`, where the route has a second status of success. */
export function answerElse<T, Body>(
  result: Result<T, Failure>,
  how: { readonly present: (value: T) => Body; readonly isElse: (value: T) => boolean },
): Result<Answer<Body>, Failure> {
  if (!result.ok) return result;
  const { value } = result;
  return { ok: true, value: { body: how.present(value), isElse: how.isElse(value) } };
}

/** The methods a path of this surface answers to: what a 405 says it would allow. */
export function methodsOf(surface: Surface, path: string): readonly Method[] {
  return surface.endpoints
    .filter(({ route }) => shapeOf(surface.prefix + route.path).test(path))
    .map(({ route }) => route.method);
}

function shapeOf(path: string): RegExp {
  const pattern = path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}/?$`);
}
