/** Shows whoever has an invitation's link what it is to, and lets them join the account by it. */
import { findAccount, insertMembership, lockAccount } from '../db/accounts.ts';
import {
  findMemberByAddress,
  findProvedPerson,
  listPeopleByAddress,
  lockAddress,
} from '../db/addresses.ts';
import { type Db, inTransaction } from '../db/database.ts';
import { deleteInvitation, findInvitation } from '../db/invitations.ts';
import { findMember, findPerson, insertPersonOnce, type Person } from '../db/people.ts';
import { deleteSessionsOfPerson } from '../db/sessions.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Invitation } from '../domain/people/invitation.ts';
import { normalisePassword, passwordFault } from '../domain/people/password.ts';
import { isProved } from '../domain/people/proof.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import { type Arrival, beginSession, type SignedIn } from './begin-session.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, PeopleDeps } from './deps.ts';
import { alreadyMember } from './invitations.ts';
import { type Proving, proveAddress } from './prove-email.ts';
import { moveTo } from './sessions.ts';
import { busy } from './slow-down.ts';
import { writeAudit } from './write-audit.ts';

/** Whether the address is known here is not in it: its inviter may be the one who looks. */
export type FoundInvitation = Invitation & { readonly accountName: string };

export function lookAtInvitation(deps: DbDep & ClockDep) {
  return async ({
    token,
  }: {
    readonly token: string;
  }): Promise<Result<FoundInvitation, Failure>> => {
    const { real } = await deps.clock.read();
    const invitation = await findInvitation(deps.db, tokenHashOf(token), real);
    if (invitation === null) return failed(linkNotValid);
    const { name: accountName } = await findAccount(deps.db, invitation.accountId);
    return ok({ ...invitation, accountName });
  };
}

export type AcceptInvitationInput = {
  readonly token: string;
  readonly name: string | null;
  readonly password: string;
  readonly arrival: Arrival;
};

/**
 * As somebody new, always: whoever is known here already signs in first, and joins. A link that was
 * handed on makes a person of this account alone, for its inviter may have kept it. One that was
 * mailed to the address has proved it.
 */
export function acceptInvitation(deps: PeopleDeps) {
  return async (input: AcceptInvitationInput): Promise<Result<SignedIn, Failure>> => {
    const now = await deps.clock.read();
    const invitation = await findInvitation(deps.db, tokenHashOf(input.token), now.real);
    if (invitation === null) return failed(linkNotValid);
    const made = await newPerson(deps, { now, input, invitation });
    if (!made.ok) return made;
    const person = made.value;
    return inTransaction(deps.db, async (tx) => {
      const held = await holdInvitation(tx, input.token, now.real);
      if (held === null) return failed(linkNotValid);
      const refusal = await refusalOf(tx, held);
      if (refusal !== null) return failed(refusal);
      const isNew = await insertPersonOnce(tx, { ...person, createdAt: now.engine });
      assert(isNew, 'under the locks of account and address nobody else has this address');
      await join(tx, { now, invitation: held, personId: person.id });
      const { accountId, role } = held;
      const beginning = { now, arrival: input.arrival, personId: person.id };
      const act = accepted(held, person.id);
      return ok(await beginSession(tx, deps, { ...beginning, accountId, role, act }));
    });
  };
}

export type JoinAccountInput = { readonly token: string };

/**
 * By whoever is signed in, under whatever address they have proved: they go on in the account they
 * have joined. By a link that was mailed to their very address they prove it.
 */
export function joinAccount(deps: PeopleDeps) {
  return async (caller: Caller, { token }: JoinAccountInput): Promise<Result<Caller, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const held = await holdInvitation(tx, token, now.real);
      if (held === null) return failed(linkNotValid);
      const { userId: personId, sessionId } = caller;
      const by = { actor: personId, requestId: caller.requestId };
      const joined = await joinByLink(tx, deps, { personId, sessionId, by, now, invitation: held });
      if (!joined.ok) return joined;
      const { accountId } = held;
      const moved = await moveTo(tx, deps, { caller, now, accountId });
      if (!moved.ok) return moved;
      await writeAudit(tx, moved.value, { ...joined.value, chance: deps.chance, now });
      return moved;
    });
  };
}

/**
 * Under the account's lock, as wherever members change, and the address's, as wherever one is
 * proved: of two who come at once one finds it.
 */
export async function holdInvitation(
  tx: Db,
  token: string,
  real: number,
): Promise<Invitation | null> {
  const tokenHash = tokenHashOf(token);
  const seen = await findInvitation(tx, tokenHash, real);
  if (seen === null) return null;
  await lockAccount(tx, seen.accountId);
  await lockAddress(tx, seen.email);
  return findInvitation(tx, tokenHash, real);
}

export type Joining = {
  readonly personId: string;
  /** The one that goes on, should all others end; null where none has begun. */
  readonly sessionId: string | null;
  readonly by: Proving['by'];
  readonly now: Moment;
  readonly invitation: Invitation;
};

/** Somebody who is known here, by an invitation that is held. What to put on the trail. */
export async function joinByLink(
  tx: Db,
  deps: PeopleDeps,
  { personId, sessionId, by, now, invitation }: Joining,
): Promise<Result<ReturnType<typeof accepted>, Failure>> {
  const person = await findPerson(tx, personId);
  // All that may refuse comes before what is written.
  if ((await findMember(tx, invitation.accountId, personId)) !== null) return failed(alreadyMember);
  if (person === null || !isProved(person)) {
    const { email, isMailed } = invitation;
    if (!isMailed || person?.email !== email) return failed(notProved);
    const proved = await proveAddress(tx, deps, { personId, email, now, by });
    if (!proved.ok) return proved;
    await deleteSessionsOfPerson(tx, { personId, but: sessionId });
  }
  await join(tx, { now, invitation, personId });
  return ok(accepted(invitation, personId));
}

/** Of whoever would come to a second account. */
export const notProved: Failure = {
  code: 'EMAIL_NOT_PROVED',
  message:
    'Your e-mail address is not proved, and so you are a person of one account alone. Prove it ' +
    'first, by a code or by a link of whoever runs the server; or sign out, and accept as ' +
    'somebody new.',
};

export const linkNotValid: Failure = {
  code: 'LINK_NOT_VALID',
  message: 'This link is not valid any more: it was used or withdrawn, or is older than a week.',
};
const signInFirst: Failure = {
  code: 'SIGN_IN_FIRST',
  message:
    'You have proved this e-mail address here before: join with the password of then. ' +
    'Whoever runs the server has a link for you if you forgot the password.',
};

async function join(
  tx: Db,
  { now, invitation, personId }: Pick<Joining, 'now' | 'invitation' | 'personId'>,
): Promise<void> {
  const { id, accountId, role } = invitation;
  await deleteInvitation(tx, accountId, id);
  await insertMembership(tx, { accountId, personId, role, createdAt: now.engine });
}

/**
 * Under the account's lock. That somebody has proved the address is told to nobody but whoever
 * reads its mail.
 */
async function refusalOf(
  tx: Db,
  { accountId, email, isMailed }: Invitation,
): Promise<Failure | null> {
  if ((await findMemberByAddress(tx, accountId, email)) !== null) return alreadyMember;
  if (!isMailed) return null;
  return (await findProvedPerson(tx, email)) === null ? null : signInFirst;
}

type NewPerson = {
  readonly now: Moment;
  readonly input: AcceptInvitationInput;
  readonly invitation: Invitation;
};

async function newPerson(
  deps: PeopleDeps,
  { now, input, invitation }: NewPerson,
): Promise<Result<Person, Failure>> {
  const { name, password } = input;
  const { email, accountId, isMailed } = invitation;
  const fault = passwordFault(password, { email, path: 'password' });
  if (name === null || fault !== null) {
    return failed(
      invalid([...(name === null ? [noName] : []), ...(fault === null ? [] : [fault])]),
    );
  }
  // With the salt of its other people, an address costs one look at a hash, however many they are.
  const others = await listPeopleByAddress(deps.db, { email, accountId: null });
  const saltOf = others.find(({ passwordHash }) => passwordHash !== null)?.passwordHash ?? null;
  const passwordHash = await deps.credentials.hash(normalisePassword(password), saltOf);
  if (passwordHash === null) return failed(busy);
  const proof = isMailed
    ? { emailProvedAt: now.real, homeAccountId: null }
    : { emailProvedAt: null, homeAccountId: accountId };
  return ok({ id: deps.chance.uuid(now.engine), name, email, ...proof, passwordHash });
}

const noName: FieldFault = { path: ['name'], message: 'is required', type: 'any.required' };

function accepted({ id, accountId, role, email }: Invitation, personId: string) {
  return {
    action: 'invitation.accept',
    kind: 'member',
    id: personId,
    before: null,
    after: { personId, accountId, role, invitationId: id, email },
  } as const;
}
