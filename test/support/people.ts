/**
 * The place where a test has people: who they are, and the session each of their browsers holds.
 */

import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { at } from '../../src/db/columns.ts';
import type { Role } from '../../src/domain/permission.ts';
import type { ServerDeps } from '../../src/http/server.ts';
import type { Credentials } from '../../src/ports/credentials.ts';
import { makeSetupLink } from '../../src/usecases/set-up.ts';
import { createHttpWorld, type HttpWorld, password } from './http.ts';

export { password };

export type Browser = {
  /** What the browser keeps, and sends back with whatever it is asked to do. */
  readonly cookie: string;
  readonly token: string;
  readonly csrfToken: string;
  readonly userId: string;
  readonly accountId: string;
};

export type Said = {
  readonly status: number;
  readonly body: ReturnType<typeof JSON.parse>;
  readonly headers: LightMyRequestResponse['headers'];
};

/** One request; with a browser its cookie and, for a change, its CSRF token. */
export async function ask(
  http: Pick<HttpWorld, 'send'>,
  what: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`,
  {
    browser,
    body,
    headers,
    address,
  }: {
    readonly browser?: Browser | undefined;
    readonly body?: object;
    readonly headers?: Readonly<Record<string, string>>;
    readonly address?: string;
  } = {},
): Promise<Said> {
  const [method, path] = what.split(' ', 2) as [InjectOptions['method'], string];
  const response = await http.send({
    method: method ?? 'GET',
    url: path.startsWith('/v1') ? path : `/api/v1${path}`,
    headers: {
      ...(browser === undefined ? {} : { cookie: browser.cookie }),
      ...(browser === undefined || method === 'GET' ? {} : { 'x-csrf-token': browser.csrfToken }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body }),
    ...(address === undefined ? {} : { remoteAddress: address }),
  });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}

/** What a browser makes of an answer that signed somebody in. */
export function browserOf({ status, body, headers }: Said): Browser {
  const [cookie] = String(headers['set-cookie']).split(';');
  if (status >= 300 || cookie === undefined) throw new Error(`not in: ${JSON.stringify(body)}`);
  return {
    cookie,
    token: cookie.slice(cookie.indexOf('=') + 1),
    csrfToken: body.csrf_token,
    userId: body.user.user_id,
    accountId: body.account_id,
  };
}

/** The first owner, by the link of a start. */
export async function setUpOwner(http: HttpWorld): Promise<Browser> {
  const token = await makeSetupLink(http.world.usecases)();
  const body = { token, name: 'Ada', email: 'ada@example.com', password };
  return browserOf(await ask(http, 'POST /auth/setup', { body }));
}

export function signIn(
  http: Pick<HttpWorld, 'send'>,
  email: string,
  of: { readonly password?: string; readonly address?: string } = {},
): Promise<Said> {
  const body = { email, password: of.password ?? password };
  const from = of.address === undefined ? {} : { address: of.address };
  return ask(http, 'POST /auth/sign-in', { body, ...from });
}

/** Somebody new, invited by whoever holds this browser. */
export async function join(
  http: HttpWorld,
  by: Browser,
  { email, role }: { readonly email: string; readonly role: Role },
): Promise<Browser> {
  const invited = await ask(http, 'POST /invitations', { browser: by, body: { email, role } });
  if (invited.status !== 201) throw new Error(`not invited: ${JSON.stringify(invited.body)}`);
  const body = { token: invited.body.token, name: email.split('@')[0], password };
  return browserOf(await ask(http, 'POST /auth/invitations/accept', { body }));
}

/** As if they had entered the code of a mail. */
export async function prove(http: HttpWorld, { userId }: Pick<Browser, 'userId'>): Promise<void> {
  await http.world.db
    .updateTable('person')
    .set({ email_proved_at: at(http.world.now.real), home_account_id: null })
    .where('id', '=', userId)
    .execute();
}

/** The same, and which of its costly calls were made. */
export function countingCredentials(credentials: Credentials) {
  const calls: string[] = [];
  const counted: Credentials = {
    ...credentials,
    hash: (text, saltOf) => {
      calls.push('hash');
      return credentials.hash(text, saltOf);
    },
    verify: (text, hash) => {
      calls.push('verify');
      return credentials.verify(text, hash);
    },
    verifyAny: (text, against) => {
      calls.push('verifyAny');
      return credentials.verifyAny(text, against);
    },
  };
  return { credentials: counted, calls };
}

/** Another process on the same database, at the same hour. */
export function createSecond(
  { world }: HttpWorld,
  overrides: Partial<ServerDeps> = {},
): Promise<HttpWorld> {
  const { db, clock, chance, credentials } = world.usecases;
  return createHttpWorld({ db, clock, chance, credentials, ...overrides });
}
