/**
 * The place where the first person comes in: by a link that only whoever starts the server sees.
 */
import { insertAccount, insertMembership } from '../db/accounts.ts';
import { type Db, inTransaction } from '../db/database.ts';
import { lockBootstrap } from '../db/keys.ts';
import {
  canAnybodySignIn,
  findFirstOwner,
  insertPersonOnce,
  markAccountName,
  markClaimed,
  type Person,
} from '../db/people.ts';
import { deleteSetupLinks, insertSetupLink, isSetupLinkLive } from '../db/setup-links.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import { setupLinkLifeMs } from '../domain/people/invitation.ts';
import { normalisePassword, passwordFault } from '../domain/people/password.ts';
import { tokenHashOf } from '../domain/people/token.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import { type Arrival, beginSession, type SignedIn } from './begin-session.ts';
import type { ClockDep, CredentialsDep, DbDep, PeopleDeps } from './deps.ts';
import { busy } from './slow-down.ts';

export function isSetupNeeded(deps: DbDep) {
  return async (): Promise<Result<boolean, never>> => ok(!(await canAnybodySignIn(deps.db)));
}

/** Null once somebody can sign in. Earlier links stay good: several processes start at once. */
export function makeSetupLink(deps: DbDep & ClockDep & CredentialsDep) {
  return async (): Promise<string | null> => {
    if (await canAnybodySignIn(deps.db)) return null;
    const { real } = await deps.clock.read();
    const token = deps.credentials.token();
    await insertSetupLink(deps.db, {
      tokenHash: tokenHashOf(token),
      personId: null,
      createdAt: real,
      expiresAt: real + setupLinkLifeMs,
    });
    return token;
  };
}

export type SetUpInput = {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly accountName: string | null;
  readonly arrival: Arrival;
};

/** The owner who came with the bootstrap key becomes this person; else they get an account. */
export function setUp(deps: PeopleDeps) {
  return async (input: SetUpInput): Promise<Result<SignedIn, Failure>> => {
    const now = await deps.clock.read();
    const tokenHash = tokenHashOf(input.token);
    const refusal = await refusalOf(deps.db, tokenHash, now.real);
    if (refusal !== null) return failed(refusal);
    const email = normaliseAddress(input.email);
    if (email === null) return failed(invalid([noAddress]));
    const fault = passwordFault(input.password, { email, path: 'password' });
    if (fault !== null) return failed(invalid([fault]));
    // Whoever has no link has been sent away by now: they make nobody hash anything.
    const passwordHash = await deps.credentials.hash(normalisePassword(input.password));
    if (passwordHash === null) return failed(busy);
    return inTransaction(deps.db, async (tx) => {
      await lockBootstrap(tx);
      // Of two at once the second finds the first's work.
      const late = await refusalOf(tx, tokenHash, now.real);
      if (late !== null) return failed(late);
      // Whoever starts the server has handed out its link: that is the operator's word.
      const proof = { emailProvedAt: now.real, homeAccountId: null };
      const person = { name: input.name, email, ...proof, passwordHash };
      const { personId, accountId } = await claim(tx, deps, { now, person });
      if (input.accountName !== null) await markAccountName(tx, accountId, input.accountName);
      await deleteSetupLinks(tx);
      const owned = { id: accountId, ownerId: personId };
      const signedIn = await beginSession(tx, deps, {
        now,
        arrival: input.arrival,
        personId,
        accountId,
        role: 'owner',
        act: {
          action: 'account.set_up',
          kind: 'account',
          id: accountId,
          before: null,
          after: owned,
        },
      });
      return ok(signedIn);
    });
  };
}

async function refusalOf(db: Db, tokenHash: Buffer, real: number): Promise<Failure | null> {
  // In this order: whoever is faster between the two reads ends the links, too.
  const isLinkLive = await isSetupLinkLive(db, tokenHash, real);
  if (await canAnybodySignIn(db)) return alreadySetUp;
  return isLinkLive ? null : linkNotValid;
}

const alreadySetUp: Failure = {
  code: 'ALREADY_SET_UP',
  message: 'This server has its first owner already; sign in, or ask them for an invitation.',
};
const linkNotValid: Failure = {
  code: 'LINK_NOT_VALID',
  message: 'This link is not valid, or older than a day; start the server again for a new one.',
};
const noAddress = { path: ['email'], message: 'must be an e-mail address', type: 'string.email' };

type NewOwner = Omit<Person, 'id'>;

async function claim(
  tx: Db,
  deps: PeopleDeps,
  { now, person }: { readonly now: Moment; readonly person: NewOwner },
): Promise<{ readonly personId: string; readonly accountId: string }> {
  const owner = await findFirstOwner(tx);
  if (owner !== null) {
    await markClaimed(tx, { ...person, id: owner.personId });
    return owner;
  }
  const createdAt = now.engine;
  const accountId = deps.chance.uuid(createdAt);
  const personId = deps.chance.uuid(createdAt);
  await insertAccount(tx, { id: accountId, name: 'Default', createdAt });
  const isNew = await insertPersonOnce(tx, { ...person, id: personId, createdAt });
  assert(isNew, 'where nobody can sign in no address is taken');
  await insertMembership(tx, { accountId, personId, role: 'owner', createdAt });
  return { personId, accountId };
}
