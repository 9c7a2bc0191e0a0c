/** The place where it is said what a route is: one line of a surface's table. */
import type { z } from 'zod';
import type { BodyLimitName } from './body-limit.ts';
import type { Permission, Right } from './permission.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Route = {
  readonly method: Method;
  /** Below the surface's prefix; every parameter is the id of something. */
  readonly path: string;
  /** Any one of these suffices; none means any valid token. */
  readonly permission: readonly Permission[];
  /** No token is asked for, and none is looked at. */
  readonly open?: true;
  /** It tells which accounts the token reaches. */
  readonly listsAccounts?: true;
  /** A person who signed in, and no key. */
  readonly person?: true;
  /** Also for a session that has not chosen an account yet. */
  readonly unchosen?: true;
  /** A person whose role has this right, and no key. */
  readonly right?: Right;
  readonly summary: string;
  readonly query?: z.ZodType;
  /** Absent: the route needs no body and takes none, an empty one, or `{}`. */
  readonly body?: z.ZodType;
  /** Where its fields can hold more than those of most routes. */
  readonly bodyLimit?: BodyLimitName;
  readonly status: 200 | 201 | 202;
  /** A second status of success, which the handler chooses. */
  readonly elseStatus?: 200 | 202;
  /** A mutation that calls or waits for the outside, and so is more than one transaction. */
  readonly effect?: 'outside';
  /** Answers one thing with its `ETag`; `checked`: and takes `If-Match` for its change. */
  readonly etag?: 'shown' | 'checked';
  /** What `If-Match` means here, where it is no `ETag`. */
  readonly ifMatch?: string;
  /** A POST that changes nothing: what it asks with is a secret, and would stand in a URL. */
  readonly reads?: true;
  /** Its body holds a password: nothing is kept of it, not even a hash. */
  readonly holdsPassword?: true;
  /** Its body is a file, read as it comes: raw, or as the part `file` of a form. */
  readonly takes?: readonly string[];
  /** It answers not with JSON: with a file of rows as they are read, or events as they come. */
  readonly gives?: 'text/csv' | 'text/event-stream';
  readonly response: z.ZodType;
};

export type RouteTable = Readonly<Record<string, Route>>;

/** `/campaigns/{campaign_id}/sends/{send_id}` → `{ campaign_id: string; send_id: string }` */
export type ParamsOf<Path extends string> = {
  readonly [Name in ParamName<Path>]: string;
};
type ParamName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never;

export type BodyOf<R extends Route> = R['body'] extends z.ZodType ? z.output<R['body']> : undefined;
export type QueryOf<R extends Route> = R['query'] extends z.ZodType
  ? z.output<R['query']>
  : undefined;
export type ResponseOf<R extends Route> = z.input<R['response']>;
