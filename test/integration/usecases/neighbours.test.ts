/** What is done in one account, to somebody or something that another account has as well. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertMembership, insertPerson } from '../../../src/db/accounts.ts';
import type { Role } from '../../../src/domain/permission.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createSenderProfile } from '../../../src/usecases/create-sender-profile.ts';
import { changeRole, removeMember } from '../../../src/usecases/members.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let here: Caller;
let there: Caller;
/** A member of both accounts, who has invited others to both. */
let grace: string;

beforeEach(async () => {
  store = await createStore();
  here = await store.caller('Here');
  there = await store.caller('There');
  grace = store.chance.uuid(start);
  await insertPerson(store.db, { id: grace, name: 'Grace', createdAt: start });
  for (const { accountId } of [here, there]) {
    const membership = { accountId, personId: grace, role: 'admin' as const, createdAt: start };
    await insertMembership(store.db, membership);
    await invite(accountId, 'admin');
  }
});
afterEach(() => store.close());

async function invite(accountId: string, role: Role): Promise<void> {
  const id = store.chance.uuid(start);
  const instant = new Date(start).toISOString();
  await store.db
    .insertInto('invitation')
    .values({
      id,
      account_id: accountId,
      token_hash: Buffer.from(id),
      email: `${id}@example.com`,
      role,
      invited_by: grace,
      created_at: instant,
      expires_at: instant,
    })
    .execute();
}

/** What an account has of her, and of its default profile. */
async function had({ accountId }: Caller) {
  const { db } = store;
  const members = await db
    .selectFrom('membership')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('person_id')
    .execute();
  const invitations = await db
    .selectFrom('invitation')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute();
  const profiles = await db
    .selectFrom('sender_profile')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute();
  return { members, invitations, profiles };
}

describe('in the other account nothing changes', () => {
  test('when a member becomes something else here', async () => {
    const before = await had(there);
    valueFrom(await changeRole(store)(here, { memberId: grace, role: 'viewer' }));
    expect(await had(there)).toEqual(before);
    expect((await had(here)).invitations).toEqual([]);
  });

  test('when a member is removed here', async () => {
    const before = await had(there);
    valueFrom(await removeMember(store)(here, { memberId: grace }));
    expect(await had(there)).toEqual(before);
    expect((await had(here)).members).toHaveLength(1);
  });

  test('when another profile becomes the default here', async () => {
    valueFrom(await createSenderProfile(store)(there, { profileName: 'There' }));
    valueFrom(await createSenderProfile(store)(here, { profileName: 'Here' }));
    const before = await had(there);
    expect(before.profiles.map((profile) => profile.is_default)).toEqual([true]);
    const input = { profileName: 'Another', isDefault: true };
    valueFrom(await createSenderProfile(store)(here, input));
    expect(await had(there)).toEqual(before);
  });
});

test('an owner of another account is none of this one', async () => {
  const refused = await removeMember(store)(here, { memberId: here.userId });
  expect(failureFrom(refused).code).toBe('LAST_OWNER');
});
