/** The place where whoever has an invitation's link looks at it, and joins the account by it. */
import { findAccount, insertMembership, lockAccount } from '../db/accounts.ts';
import { type Db, inTransaction } from '../db/database.ts';
import { deleteInvitation, findInvitation } from '../db/invitations.ts';
import {
  findMember,
  findPersonByEmail,
  insertPersonOnce,
  lockPerson,
  type Person,
} from '../db/people.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Invitation } from '../domain/people/invitation.ts';
import { normalisePassword, passwordFault } from '../domain/people/password.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import { type Arrival, beginSession, type SignedIn } from './begin-session.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, PeopleDeps } from './deps.ts';
import { alreadyMember } from './invitations.ts';
import { provePassword } from './prove-password.ts';
import { moveTo } from './sessions.ts';
import { busy } from './slow-down.ts';
import { writeAudit } from './write-audit.ts';

export type FoundInvitation = Invitation & {
  readonly accountName: string;
  /** Whether whoever accepts has a password here already, and must show it. */
  readonly isKnown: boolean;
};

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
    const person = await findPersonByEmail(deps.db, invitation.email);
    return ok({ ...invitation, accountName, isKnown: person !== null });
  };
}

export type AcceptInvitationInput = {
  readonly token: string;
  /** Of somebody new; who is known has one. */
  readonly name: string | null;
  readonly password: string;
  readonly arrival: Arrival;
};

/**
 * Somebody new is who they say, by having the link. Somebody who is known proves it: a link that
 * was passed on must not be a way into their other accounts.
 */
export function acceptInvitation(deps: PeopleDeps) {
  return async (input: AcceptInvitationInput): Promise<Result<SignedIn, Failure>> => {
    const now = await deps.clock.read();
    const tokenHash = tokenHashOf(input.token);
    const invitation = await findInvitation(deps.db, tokenHash, now.real);
    if (invitation === null) return failed(linkNotValid);
    const known = await findPersonByEmail(deps.db, invitation.email);
    const who =
      known === null
        ? await newPerson(deps, { now, input, email: invitation.email })
        : await knownPerson(deps, input, invitation.email);
    if (!who.ok) return who;
    const person = who.value;
    return inTransaction(deps.db, async (tx) => {
      const held = await hold(tx, tokenHash, now.real);
      if (held === null) return failed(linkNotValid);
      if (!(await isStill(tx, person, { now, isNew: known === null }))) return failed(changed);
      const joined = await join(tx, { now, invitation: held, personId: person.id });
      if (!joined.ok) return joined;
      const { accountId, role } = held;
      const beginning = { now, arrival: input.arrival, personId: person.id };
      const act = accepted(held, person.id);
      return ok(await beginSession(tx, deps, { ...beginning, accountId, role, act }));
    });
  };
}

export type JoinAccountInput = { readonly token: string };

/** By whoever is signed in, under whatever address: they go on in the account they have joined. */
export function joinAccount(deps: PeopleDeps) {
  return async (caller: Caller, { token }: JoinAccountInput): Promise<Result<Caller, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const held = await hold(tx, tokenHashOf(token), now.real);
      if (held === null) return failed(linkNotValid);
      const joined = await join(tx, { now, invitation: held, personId: caller.userId });
      if (!joined.ok) return joined;
      const { accountId } = held;
      const moved = await moveTo(tx, deps, { caller, now, accountId });
      if (!moved.ok) return moved;
      const act = accepted(held, caller.userId);
      await writeAudit(tx, moved.value, { ...act, chance: deps.chance, now });
      return moved;
    });
  };
}

export const linkNotValid: Failure = {
  code: 'LINK_NOT_VALID',
  message: 'This link is not valid any more: it was used or withdrawn, or is older than a week.',
};
const changed: Failure = {
  code: 'SIGN_IN_REFUSED',
  message: 'This person has changed at this very moment; open the link again.',
};

/** Under the account's lock, as wherever members change: of two who come at once one finds it. */
async function hold(tx: Db, tokenHash: Buffer, real: number): Promise<Invitation | null> {
  const seen = await findInvitation(tx, tokenHash, real);
  if (seen === null) return null;
  await lockAccount(tx, seen.accountId);
  return findInvitation(tx, tokenHash, real);
}

type Joining = {
  readonly now: Moment;
  readonly invitation: Invitation;
  readonly personId: string;
};

async function join(
  tx: Db,
  { now, invitation, personId }: Joining,
): Promise<Result<null, Failure>> {
  const { id, accountId, role } = invitation;
  if ((await findMember(tx, accountId, personId)) !== null) return failed(alreadyMember);
  await deleteInvitation(tx, accountId, id);
  await insertMembership(tx, { accountId, personId, role, createdAt: now.engine });
  return ok(null);
}

/** Somebody new is written down, if nobody was faster; of who is known the password still is. */
async function isStill(
  tx: Db,
  person: Person,
  { now, isNew }: { readonly now: Moment; readonly isNew: boolean },
): Promise<boolean> {
  if (isNew) return insertPersonOnce(tx, { ...person, createdAt: now.engine });
  return (await lockPerson(tx, person.id))?.passwordHash === person.passwordHash;
}

async function newPerson(
  deps: PeopleDeps,
  of: { readonly now: Moment; readonly input: AcceptInvitationInput; readonly email: string },
): Promise<Result<Person, Failure>> {
  const { email } = of;
  const { name, password } = of.input;
  const fault = passwordFault(password, { email, path: 'password' });
  if (name === null || fault !== null) {
    return failed(
      invalid([...(name === null ? [noName] : []), ...(fault === null ? [] : [fault])]),
    );
  }
  const passwordHash = await deps.credentials.hash(normalisePassword(password));
  if (passwordHash === null) return failed(busy);
  return ok({ id: deps.chance.uuid(of.now.engine), name, email, passwordHash });
}

const noName: FieldFault = { path: ['name'], message: 'is required', type: 'any.required' };

async function knownPerson(
  deps: PeopleDeps,
  { password, arrival }: AcceptInvitationInput,
  email: string,
): Promise<Result<Person, Failure>> {
  const proven = await provePassword(deps)({ email, password, address: arrival.address });
  return proven.ok ? ok(proven.value.person) : proven;
}

function accepted({ id, accountId, role, email }: Invitation, personId: string) {
  return {
    action: 'invitation.accept',
    kind: 'member',
    id: personId,
    before: null,
    after: { personId, accountId, role, invitationId: id, email },
  } as const;
}
