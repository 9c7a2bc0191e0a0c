/** The place where the routes stand by which people come in, and rule over people and keys. */
import type { RouteTable } from '../shared/route.ts';
import { apiKeyPage, createdKey, createKeyRequest, keyRevoked, listKeysQuery } from './api-key.ts';
import {
  changePasswordRequest,
  identity,
  ownAccount,
  passwordChanged,
  passwordReset,
  resetPasswordRequest,
  sessionEnded,
  sessions,
  setUpRequest,
  setupState,
  signedOut,
  signInRequest,
  switchAccountRequest,
} from './identity.ts';
import {
  acceptInvitationRequest,
  accountRequest,
  changeMemberRequest,
  createdInvitation,
  createInvitationRequest,
  foundInvitation,
  invitationPage,
  invitationTokenRequest,
  invitationWithdrawn,
  listInvitationsQuery,
  listMembersQuery,
  member,
  memberPage,
  memberRemoved,
  ownAccounts,
} from './member.ts';

const anyToken = [] as const;
const open = { permission: anyToken, open: true } as const;
const person = { permission: anyToken, person: true } as const;
const members = { permission: anyToken, right: 'members:manage' } as const;
const keys = { permission: anyToken, right: 'keys:manage' } as const;
const account = { permission: anyToken, right: 'account:manage' } as const;
const get = { method: 'GET', status: 200 } as const;
const post = { method: 'POST', status: 200 } as const;
const make = { method: 'POST', status: 201 } as const;
const patch = { method: 'PATCH', status: 200 } as const;
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
    listsAccounts: true,
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
  resetPassword: {
    ...post,
    ...open,
    path: '/auth/password/reset',
    summary: 'Choose a new password, by the link that an operator has made',
    body: resetPasswordRequest,
    holdsPassword: true,
    response: passwordReset,
  },
  switchAccount: {
    ...post,
    ...person,
    path: '/auth/account',
    summary: 'Go on in another account of one’s own',
    body: switchAccountRequest,
    response: identity,
  },

  lookAtInvitation: {
    ...post,
    ...open,
    path: '/auth/invitations/look',
    summary: 'What an invitation is to, for whoever has its link',
    body: invitationTokenRequest,
    reads: true,
    response: foundInvitation,
  },
  acceptInvitation: {
    ...post,
    ...open,
    path: '/auth/invitations/accept',
    summary: 'Join an account by the link of an invitation, and sign in',
    body: acceptInvitationRequest,
    response: identity,
  },
  joinAccount: {
    ...post,
    ...person,
    path: '/auth/invitations/join',
    summary: 'Join an account by the link of an invitation, as whoever is signed in',
    body: invitationTokenRequest,
    response: identity,
  },

  listMembers: {
    ...get,
    ...members,
    path: '/members',
    summary: 'The people of the account, in the order they came',
    query: listMembersQuery,
    response: memberPage,
  },
  getMember: {
    ...get,
    ...members,
    path: '/members/{member_id}',
    summary: 'One member of the account',
    etag: 'shown',
    response: member,
  },
  changeMember: {
    ...patch,
    ...members,
    path: '/members/{member_id}',
    etag: 'checked',
    summary: 'Give a member another role',
    body: changeMemberRequest,
    response: member,
  },
  removeMember: {
    ...remove,
    ...person,
    path: '/members/{member_id}',
    summary: 'Leave the account, or remove somebody else: that needs members:manage',
    response: memberRemoved,
  },
  createInvitation: {
    ...make,
    ...members,
    path: '/invitations',
    summary: 'Invite somebody; the link is shown once',
    body: createInvitationRequest,
    response: createdInvitation,
  },
  listInvitations: {
    ...get,
    ...members,
    path: '/invitations',
    summary: 'Open invitations, newest first',
    query: listInvitationsQuery,
    response: invitationPage,
  },
  withdrawInvitation: {
    ...remove,
    ...members,
    path: '/invitations/{invitation_id}',
    summary: 'Take an invitation back: its link ends',
    response: invitationWithdrawn,
  },

  listAccounts: {
    ...get,
    permission: anyToken,
    path: '/accounts',
    summary: 'The accounts this person is a member of, or this key reaches',
    response: ownAccounts,
  },
  createAccount: {
    ...make,
    ...account,
    path: '/accounts',
    summary: 'Make another account, and own it',
    body: accountRequest,
    etag: 'shown',
    response: ownAccount,
  },
  getOwnAccount: {
    ...get,
    permission: anyToken,
    path: '/accounts/{account_id}',
    summary: 'One of the accounts this person is a member of, or this key reaches',
    etag: 'shown',
    response: ownAccount,
  },
  renameAccount: {
    ...patch,
    ...account,
    path: '/accounts/{account_id}',
    etag: 'checked',
    summary: 'Give the account that one acts in another name',
    body: accountRequest,
    response: ownAccount,
  },

  createKey: {
    ...make,
    ...keys,
    path: '/api-keys',
    summary: 'Make an API key; it is shown once',
    body: createKeyRequest,
    response: createdKey,
  },
  listKeys: {
    ...get,
    ...keys,
    path: '/api-keys',
    summary: 'API keys that reach the account, newest first',
    query: listKeysQuery,
    response: apiKeyPage,
  },
  revokeKey: {
    ...remove,
    ...keys,
    path: '/api-keys/{key_id}',
    summary: 'Revoke an API key, at once and everywhere',
    response: keyRevoked,
  },
} as const satisfies RouteTable;
