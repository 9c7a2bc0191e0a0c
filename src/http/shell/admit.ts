/** The place where it is found out who asks, for which account, and whether they may. */
import type { FastifyRequest } from 'fastify';
import { normaliseId } from '../../contract/shared/id.ts';
import type { Route } from '../../contract/shared/route.ts';
import type { Result } from '../../lib/result.ts';
import type { Caller } from '../../usecases/caller.ts';
import type { FindCallerInput, KeyRefusal } from '../../usecases/find-caller.ts';
import { tokenLengthMax } from './limits.ts';
import { type Problem, ProblemError, unfit } from './problem.ts';
import type { Params, Surface } from './surface.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until the token has been looked up. */
    caller: Caller | null;
    ids: Params;
    /** Why the request was refused, for the log. */
    refusal: string | null;
  }
}

export type FindCaller = (input: FindCallerInput) => Promise<Result<Caller, KeyRefusal>>;

export type Gatekeeper = {
  readonly surface: Surface;
  readonly route: Route;
  readonly findCaller: FindCaller;
};

export async function admit(request: FastifyRequest, gatekeeper: Gatekeeper): Promise<void> {
  const { surface, route, findCaller } = gatekeeper;
  const ids = normaliseIds(request.params as Params);
  const accountId = ids === null ? null : surface.accountOf(ids);
  const found = await findCaller({ key: tokenOf(request), accountId });
  if (!found.ok) throw new ProblemError(refusals[found.failure]);
  request.caller = found.value;
  const problem = permissionProblem(route, found.value);
  if (problem !== null) throw new ProblemError(problem);
  if (ids === null) throw new ProblemError(notHere);
  request.ids = ids;
}

const notHere = unfit('NOT_FOUND', 'There is no such thing here.');
const refusals: Readonly<Record<KeyRefusal, Problem>> = {
  UNKNOWN_KEY: unfit('UNAUTHENTICATED', 'This token is not valid, or no longer.'),
  UNREACHABLE_ACCOUNT: notHere,
};

/** Null where one of them is no id, and so names nothing. */
function normaliseIds(params: Params): Params | null {
  const ids: Record<string, string> = {};
  for (const [name, text] of Object.entries(params)) {
    const id = normaliseId(text);
    if (id === null) return null;
    ids[name] = id;
  }
  return ids;
}

function tokenOf(request: FastifyRequest): string {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || token.length > tokenLengthMax) {
    const message = 'Send a token as "Authorization: Bearer <token>".';
    throw new ProblemError(unfit('UNAUTHENTICATED', message));
  }
  return token;
}

function permissionProblem(route: Route, caller: Caller): Problem | null {
  const [needed] = route.permission;
  if (needed === undefined || route.permission.some((name) => caller.permissions.has(name))) {
    return null;
  }
  const message = `This needs the permission ${route.permission.join(' or ')}.`;
  return { kind: 'unfit', code: 'MISSING_PERMISSION', message, permission: needed };
}
