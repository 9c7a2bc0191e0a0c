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
import type { Deps } from '../../usecases/deps.ts';
import type { IncomingFile, ReceivedFile } from './file-body.ts';
import type { Fault, Problem } from './problem.ts';
import type { RowsOut } from './send-rows.ts';

export type Params = Readonly<Record<string, string>>;

/** The other end of the connection, whoever it speaks for. */
export type Client = {
  readonly address: () => string;
  readonly userAgent: string | null;
  readonly requestId: string;
  /** What a mutation of this session has to show beside its cookie; null where there is none. */
  readonly csrfToken: string | null;
};

export type Call<R extends Route> = {
  /** Nobody, where the route is open. */
  readonly caller: R extends { readonly open: true } ? null : Caller;
  readonly client: Client;
  readonly params: ParamsOf<R['path']>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  /** The value of `If-Match`, as it came. */
  readonly ifMatch: string | null;
  /** It came with an `Idempotency-Key`: should it come again, it is answered and not done again. */
  readonly retrySafe: boolean;
};

/** A session that has begun here, for the browser to keep. */
export type SessionCookie = { readonly token: string; readonly lifeSeconds: number };

export type Answer<Body> = {
  readonly body: Body;
  readonly isElse?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: the browser forgets its session. Absent: it keeps what it has. */
  readonly session?: SessionCookie | null;
  /** Of a route that gives a file or events: this, and no body. */
  readonly rows?: RowsOut;
};

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

/** A call whose types only its route knows. */
export type AnyCall = {
  readonly caller: Caller | null;
  readonly client: Client;
  readonly params: Params;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: string | null;
  readonly retrySafe: boolean;
};
/** Takes in the file of a route that takes one, before its handler is called. */
export type Receiver = (
  call: AnyCall & { readonly file: IncomingFile },
) => Promise<Result<ReceivedFile, Failure>>;

export type AnyHandler = (call: AnyCall) => Promise<Result<Answer<unknown>, Failure>>;

export type Endpoint = {
  readonly name: string;
  readonly judge: Judge | undefined;
  readonly receiver: Receiver | undefined;
  readonly route: Route;
  readonly handler: AnyHandler;
  /** The same, over other deps: such as those whose database is an open transaction. */
  readonly handlerOver: (deps: Deps) => AnyHandler;
};

export type Surface = {
  readonly prefix: string;
  readonly endpoints: readonly Endpoint[];
  /** What a route without query parameters makes of some: refuses or overlooks them. */
  readonly noQuery: z.ZodType;
  /** Whether a person's session is a token here, or API keys alone are. */
  readonly takesSessions: boolean;
  /** The account the path asks to act for; null for the token's home. */
  readonly accountOf: (params: Params) => string | null;
  readonly presentSuccess: (body: unknown, about: About) => unknown;
  readonly presentProblem: (
    problem: Problem,
    about: About,
  ) => { readonly status: number; readonly body: object };
};

export type Bound<Table extends RouteTable> = {
  readonly handlers: (deps: Deps) => Handlers<Table>;
  readonly judges?: { readonly [Name in keyof Table]?: Judge };
  readonly receivers?: (deps: Deps) => { readonly [Name in keyof Table]?: Receiver };
};

/** A handler is called with what its route's schemas have parsed: the types meet here, once. */
export function bind<Table extends RouteTable>(
  deps: Deps,
  routes: Table,
  { handlers, judges, receivers }: Bound<Table>,
): readonly Endpoint[] {
  const pick = (table: Handlers<Table>, name: string) => table[name] as unknown as AnyHandler;
  const bound = handlers(deps);
  const receiving = receivers?.(deps);
  return Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    judge: judges?.[name],
    receiver: receiving?.[name],
    handler: pick(bound, name),
    handlerOver: (others) => pick(handlers(others), name),
  }));
}

/** Turns what a use case answers into what goes out. */
export function answer<T, Body>(
  result: Result<T, Failure>,
  present: (value: T) => Body,
): Result<Answer<Body>, Failure> {
  return result.ok ? { ok: true, value: { body: present(result.value) } } : result;
}

/** As `answer`, where the thing can be edited: which state of it this is. */
export function answerTagged<T, Body>(
  result: Result<T, Failure>,
  how: { readonly present: (value: T) => Body; readonly tag: (value: T) => string },
): Result<Answer<Body>, Failure> {
  if (!result.ok) return result;
  const { value } = result;
  return {
    ok: true,
    value: { body: how.present(value), headers: { etag: `"${how.tag(value)}"` } },
  };
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

/** As `answer`, of a route that gives a file. */
export function answerRows(
  result: Result<AsyncIterable<string>, Failure>,
  fileName: string,
): Result<Answer<string>, Failure> {
  if (!result.ok) return result;
  return { ok: true, value: { body: '', rows: { fileName, pieces: result.value } } };
}

/** As `answer`, of a route that tells events as they come. */
export function answerEvents(
  result: Result<AsyncIterable<string>, Failure>,
): Result<Answer<string>, Failure> {
  if (!result.ok) return result;
  return { ok: true, value: { body: '', rows: { fileName: null, pieces: result.value } } };
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
