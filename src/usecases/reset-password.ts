/**
 * The place where somebody who forgot their password gets a new one: by a link that an operator
 * makes on the machine itself. An owner could not be let do it: people belong to other accounts,
 * too.
 */
import { listPeopleByAddress, lockAddress } from '../db/addresses.ts';
import { type Db, inTransaction } from '../db/database.ts';
import { findPerson, listAccountsOfPerson, lockPerson, markPassword } from '../db/people.ts';
import { deleteSessionsOfPerson } from '../db/sessions.ts';
import { deleteLinksOfPerson, findPersonOfLink, insertSetupLink } from '../db/setup-links.ts';
import { deleteTries } from '../db/sign-in-tries.ts';
import type { Account } from '../domain/account.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import { setupLinkLifeMs } from '../domain/people/invitation.ts';
import { normalisePassword, passwordFault } from '../domain/people/password.ts';
import { isProved } from '../domain/people/proof.ts';
import { subjectOf } from '../domain/people/slowing.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { ChanceDep, DbDep, PeopleDeps } from './deps.ts';
import { proveAddress } from './prove-email.ts';
import { busy } from './slow-down.ts';
import { operator, writeAudit } from './write-audit.ts';

/** Whom a link would be for, so that an operator sees whose hands it must come into. */
export type PersonOfAddress = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isProved: boolean;
  readonly accounts: readonly Account[];
};

/** Those who can sign in by this address: whoever has proved it first. */
export function listPeopleOfAddress(deps: DbDep) {
  return async (text: string): Promise<readonly PersonOfAddress[]> => {
    const email = normaliseAddress(text) ?? text;
    const found = await listPeopleByAddress(deps.db, { email, accountId: null });
    const people = [];
    for (const person of found) {
      const accounts = await listAccountsOfPerson(deps.db, person.id);
      if (accounts.length === 0 && !isProved(person)) continue;
      people.push({
        id: person.id,
        name: person.name,
        email,
        isProved: isProved(person),
        accounts,
      });
    }
    return people;
  };
}

/**
 * For whoever has proved the address; else for its only person, or for that of the account named.
 * Null where there is none, or it is not clear which.
 */
export function makePasswordLink(deps: PeopleDeps) {
  return async (email: string, accountId: string | null = null): Promise<string | null> => {
    const people = await listPeopleOfAddress(deps)(email);
    const meant = people.filter(
      ({ accounts }) => accountId === null || accounts.some(({ id }) => id === accountId),
    );
    const [person, second] = meant;
    if (person === undefined || (second !== undefined && !person.isProved)) return null;
    const now = await deps.clock.read();
    const token = deps.credentials.token();
    await inTransaction(deps.db, async (tx) => {
      await insertSetupLink(tx, {
        tokenHash: tokenHashOf(token),
        personId: person.id,
        createdAt: now.real,
        expiresAt: now.real + setupLinkLifeMs,
      });
      const act = { action: 'person.link_password', actor: operator, requestId: null } as const;
      await noteEverywhere(tx, deps, { ...act, now, personId: person.id });
    });
    return token;
  };
}

export type ResetPasswordInput = {
  readonly token: string;
  readonly password: string;
  readonly requestId: string | null;
};

export type PasswordReset = { readonly personId: string; readonly email: string };

/**
 * Every session ends, and every other link: who has the new password signs in by it. The operator
 * vouches for whoever has the link, so that it proves the address, where nobody else has by now.
 */
export function resetPassword(deps: PeopleDeps) {
  return async (input: ResetPasswordInput): Promise<Result<PasswordReset, Failure>> => {
    const now = await deps.clock.read();
    const tokenHash = tokenHashOf(input.token);
    const personId = await findPersonOfLink(deps.db, tokenHash, now.real);
    const person = personId === null ? null : await findPerson(deps.db, personId);
    if (personId === null || person === null || person.email === null) return failed(linkNotValid);
    const { email } = person;
    const fault = passwordFault(input.password, { email, path: 'password' });
    if (fault !== null) return failed(invalid([fault]));
    const { passwordHash: saltOf } = person;
    const passwordHash = await deps.credentials.hash(normalisePassword(input.password), saltOf);
    if (passwordHash === null) return failed(busy);
    return inTransaction(deps.db, async (tx) => {
      await lockAddress(tx, email);
      await lockPerson(tx, personId);
      // Of two at once the second finds no link any more.
      const still = await findPersonOfLink(tx, tokenHash, now.real);
      if (still === null) return failed(linkNotValid);
      await markPassword(tx, personId, passwordHash);
      await deleteLinksOfPerson(tx, personId);
      await deleteSessionsOfPerson(tx, { personId, but: null });
      await deleteTries(tx, subjectOf('address', email));
      const act = { action: 'person.reset_password' } as const;
      const by = { actor: personId, requestId: input.requestId };
      await noteEverywhere(tx, deps, { ...act, ...by, now, personId });
      // Where another has proved it meanwhile, this one has a new password, and no more.
      await proveAddress(tx, deps, { personId, email, now, by });
      return ok({ personId, email });
    });
  };
}

const linkNotValid: Failure = {
  code: 'LINK_NOT_VALID',
  message: 'This link is not valid any more, or older than a day; ask whoever runs the server.',
};

type Note = {
  readonly action: AuditAction;
  readonly actor: string;
  readonly requestId: string | null;
  readonly now: Moment;
  readonly personId: string;
};

/** On the trail of each of their accounts: there somebody may act again, or somebody else. */
async function noteEverywhere(
  tx: Db,
  { chance }: ChanceDep,
  { action, actor, requestId, now, personId }: Note,
): Promise<void> {
  for (const { id: accountId } of await listAccountsOfPerson(tx, personId)) {
    await writeAudit(
      tx,
      { accountId, actor, requestId },
      {
        chance,
        now,
        action,
        kind: 'person',
        id: personId,
        before: { id: personId },
        after: { id: personId },
        changed: ['password'],
      },
    );
  }
}
