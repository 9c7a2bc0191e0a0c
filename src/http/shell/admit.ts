/** The place where it is found out who asks, for which account, and whether they may. */
import type { FastifyRequest } from 'fastify';
import type { RequestErrorCode } from '../../contract/shared/error-code.ts';
import { normaliseId } from '../../contract/shared/id.ts';
import type { Right } from '../../contract/shared/permission.ts';
import type { Route } from '../../contract/shared/route.ts';
import { csrfTokenOf } from '../../domain/people/session.ts';
import { hasRight } from '../../domain/permission.ts';
import type { Result } from '../../lib/result.ts';
import { type Caller, hasChosen } from '../../usecases/caller.ts';
import type { CallerRefusal, FindCallerInput } from '../../usecases/find-caller.ts';
import { isFromElsewhere, mayMutate } from './cross-site.ts';
import { tokenLengthMax, userAgentLengthMax } from './limits.ts';
import { type Problem, ProblemError, unfit } from './problem.ts';
import { sessionTokenIn } from './session-cookie.ts';
import type { Client, Params, Surface } from './surface.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until the token has been looked up, and where none is asked for. */
    caller: Caller | null;
    client: Client;
    ids: Params;
    /** Why the request was refused, for the log. */
    refusal: string | null;
  }
}

export type FindCaller = (input: FindCallerInput) => Promise<Result<Caller, CallerRefusal>>;

export type Admission = {
  readonly findCaller: FindCaller;
  /** Under which name we are known, where a proxy stands before us. */
  readonly publicUrl: string | null;
};

export type Gatekeeper = {
  readonly surface: Surface;
  readonly route: Route;
  readonly admission: Admission;
};

export async function admit(request: FastifyRequest, gatekeeper: Gatekeeper): Promise<void> {
  const ids = normaliseIds(request.params as Params);
  if (gatekeeper.route.open === true) admitAnybody(request, gatekeeper);
  else await admitCaller(request, gatekeeper, ids);
  if (ids === null) throw new ProblemError(notHere);
  request.ids = ids;
}

/** A site that signs its visitors in here, as somebody else, would read what they then enter. */
function admitAnybody(request: FastifyRequest, { route, admission }: Gatekeeper): void {
  if (route.method !== 'GET' && isFromElsewhere(request, admission)) {
    throw new ProblemError(fromElsewhere);
  }
  request.client = clientOf(request, null);
}

async function admitCaller(
  request: FastifyRequest,
  { surface, route, admission }: Gatekeeper,
  ids: Params | null,
): Promise<void> {
  const accountId = ids === null ? null : surface.accountOf(ids);
  const { text: token, isCookie } = tokenOf(request, { surface, admission });
  const { takesSessions } = surface;
  const listsAccounts = route.listsAccounts === true;
  const found = await admission.findCaller({ token, accountId, takesSessions, listsAccounts });
  if (!found.ok) throw new ProblemError(refusals[found.failure]);
  const caller = { ...found.value, requestId: request.id };
  request.caller = caller;
  request.client = clientOf(request, caller.sessionId === null ? null : csrfTokenOf(token));
  // A browser adds a cookie to whatever request any site makes; nobody else's token comes by
  // itself.
  if (isCookie && route.method !== 'GET') guardCookie(request, admission);
  const problem =
    choiceProblem(route, caller) ??
    personProblem(route, caller) ??
    permissionProblem(route, caller);
  if (problem !== null) throw new ProblemError(problem);
}

function guardCookie(request: FastifyRequest, admission: Admission): void {
  if (isFromElsewhere(request, admission)) throw new ProblemError(fromElsewhere);
  if (!mayMutate(request.headers, request.client.csrfToken)) {
    const message =
      'Send the csrf_token of GET /api/v1/auth/me as X-CSRF-Token with every change, or a Bearer token.';
    throw new ProblemError(unfit('CSRF_TOKEN_INVALID', message));
  }
}

const notHere = unfit('NOT_FOUND', 'There is no such thing here.');
const fromElsewhere = unfit(
  'CROSS_SITE_REQUEST',
  'A page of another site may not do this; open Countersign itself. Behind a proxy, set COUNTERSIGN_PUBLIC_URL.',
);
const refusals: Readonly<Record<CallerRefusal, Problem>> = {
  UNKNOWN_TOKEN: unfit('UNAUTHENTICATED', 'This token is not valid, or no longer.'),
  UNREACHABLE_ACCOUNT: notHere,
};

function clientOf(request: FastifyRequest, csrfToken: string | null): Client {
  return {
    // Told by the proxies' headers, and few routes ask. A getter would be a shape of its own for
    // each request, and V8 keeps a shape, and the request with it, until it collects everything.
    address: () => request.ip,
    userAgent: request.headers['user-agent']?.slice(0, userAgentLengthMax) ?? null,
    requestId: request.id,
    csrfToken,
  };
}

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

type Token = { readonly text: string; readonly isCookie: boolean };

/** What was sent on purpose wins over what a browser adds by itself. */
function tokenOf(
  { headers }: FastifyRequest,
  { surface, admission }: Omit<Gatekeeper, 'route'>,
): Token {
  if (headers.authorization === undefined && surface.takesSessions) {
    const text = sessionTokenIn(headers.cookie, admission);
    if (text !== null) return { text, isCookie: true };
  }
  const text = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (text === undefined || text.length > tokenLengthMax) {
    const message = 'Send a token as "Authorization: Bearer <token>".';
    throw new ProblemError(unfit('UNAUTHENTICATED', message));
  }
  return { text, isCookie: false };
}

const keyRefusals: Readonly<Record<Right, readonly [RequestErrorCode, string]>> = {
  'keys:manage': ['KEY_CANNOT_MANAGE_KEYS', 'An API key cannot make, list or revoke keys'],
  'members:manage': ['KEY_CANNOT_MANAGE_MEMBERS', 'An API key cannot see or change members'],
  'audit:read': ['KEY_CANNOT_READ_AUDIT', 'An API key cannot read the audit trail'],
  'account:manage': ['KEY_CANNOT_MANAGE_ACCOUNTS', 'An API key cannot make or change accounts'],
};

function choiceProblem({ unchosen }: Route, caller: Caller): Problem | null {
  if (unchosen === true || hasChosen(caller)) return null;
  const message =
    'Choose the account to act in first: POST /api/v1/auth/account, one of GET /api/v1/accounts.';
  return unfit('CHOOSE_ACCOUNT', message);
}

function personProblem({ person, right }: Route, caller: Caller): Problem | null {
  if (caller.sessionId === null) {
    if (right !== undefined) {
      const [code, message] = keyRefusals[right];
      return unfit(code, `${message}; sign in as a person.`);
    }
    if (person === true) return unfit('NEEDS_A_PERSON', 'This is for people; sign in as one.');
  }
  if (right === undefined || hasRight(caller.role, right)) return null;
  const message = `This needs ${right}: ask an owner or an admin of this account.`;
  return { kind: 'unfit', code: 'MISSING_PERMISSION', message, permission: right };
}

function permissionProblem(route: Route, caller: Caller): Problem | null {
  const [needed] = route.permission;
  if (needed === undefined || route.permission.some((name) => caller.permissions.has(name))) {
    return null;
  }
  const message = `This needs the permission ${route.permission.join(' or ')}.`;
  return { kind: 'unfit', code: 'MISSING_PERMISSION', message, permission: needed };
}
