/** The place where the routes stand by which people come in, and rule over people and keys. */
import type { RouteTable } from '../shared/route.ts';
import {
  changePasswordRequest,
  identity,
  passwordChanged,
  sessionEnded,
  sessions,
  setUpRequest,
  setupState,
  signedOut,
  signInRequest,
  switchAccountRequest,
} from './identity.ts';

const anyToken = [] as const;
const open = { permission: anyToken, open: true } as const;
const person = { permission: anyToken, person: true } as const;
const get = { method: 'GET', status: 200 } as const;
const post = { method: 'POST', status: 200 } as const;
const make = { method: 'POST', status: 201 } as const;
const remove = { method: 'DELETE', status: 200 } as const;

export const peopleRoutes = {
  getSetup: {
    ...get,
    ...open,
    path: '/auth/setup',
    summary: 'Whether nobody can sign in yet',
    response: setupState,
  },
  setUp: {
    ...make,
    ...open,
    path: '/auth/setup',
    summary: 'Become the first owner, by the link that the start has printed',
    body: setUpRequest,
    response: identity,
  },
  signIn: {
    ...post,
    ...open,
    path: '/auth/sign-in',
    summary: 'Sign in; the session comes as a cookie',
    body: signInRequest,
    response: identity,
  },
  signOut: {
    ...post,
    ...person,
    path: '/auth/sign-out',
    summary: 'End this session',
    response: signedOut,
  },
  getIdentity: {
    ...get,
    permission: anyToken,
    path: '/auth/me',
    summary: 'Who this token speaks for, and what it may do',
    response: identity,
  },
  listSessions: {
    ...get,
    ...person,
    path: '/auth/sessions',
    summary: 'Where one is signed in',
    response: sessions,
  },
  endSession: {
    ...remove,
    ...person,
    path: '/auth/sessions/{session_id}',
    summary: 'End one of one’s own sessions',
    response: sessionEnded,
  },
  changePassword: {
    ...post,
    ...person,
    path: '/auth/password',
    summary: 'Change one’s password; every other session of theirs ends',
    body: changePasswordRequest,
    holdsPassword: true,
    response: passwordChanged,
  },
  switchAccount: {
    ...post,
    ...person,
    path: '/auth/account',
    summary: 'Go on in another account of one’s own',
    body: switchAccountRequest,
    response: identity,
  },
} as const satisfies RouteTable;
