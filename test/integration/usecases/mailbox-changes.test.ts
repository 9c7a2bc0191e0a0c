import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { findMailboxes } from '../../../src/db/aliases.ts';
import { deleteAlias } from '../../../src/usecases/delete-unused.ts';
import { type EditAliasInput, editAlias } from '../../../src/usecases/edit-alias.ts';
import { toMailbox } from '../../../src/usecases/mailbox.ts';
import { pauseAlias, resumeAlias } from '../../../src/usecases/pause-alias.ts';
import { interrupted, launchOnly, leap, ledger, minute } from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const server = { host: '127.0.0.1', port: 2525, security: 'none' } as const;
const auth = { type: 'password', username: 'ada', password: 'first secret' } as const;

async function verified(input: Parameters<typeof makeAlias>[1] = {}): Promise<string> {
  const aliasId = await makeAlias(world, { provider: 'smtp', smtp: { ...server, auth }, ...input });
  const verified_at = new Date(world.now.engine).toISOString();
  await world.db.updateTable('alias').set({ verified_at }).where('id', '=', aliasId).execute();
  return aliasId;
}

const edit = (aliasId: string, input: Omit<EditAliasInput, 'aliasId'>) =>
  editAlias(world.usecases)(world.me, { aliasId, ...input });

async function passwordOf(aliasId: string): Promise<string | undefined> {
  const [row] = await findMailboxes(world.db, world.me.accountId, [aliasId]);
  if (row === undefined) throw new Error('there is no such alias');
  return toMailbox(world.usecases.vault, row).smtp?.auth?.password;
}

describe('an alias that is changed', () => {
  it('stays verified by what it does not sign in with, as another version', async () => {
    const aliasId = await verified();
    const changed = {
      signature: 'Yours',
      dailyCap: 7,
      replyTo: 'me@ours.example',
      minGapSeconds: 9,
    };
    const after = valueFrom(await edit(aliasId, { displayName: 'Ada', ...changed }));
    expect(after).toMatchObject({ displayName: 'Ada', version: 2, ...changed });
    expect(after.verifiedAt).not.toBe(null);
    expect(await passwordOf(aliasId)).toBe('first secret');
    expect(valueFrom(await edit(aliasId, {})).version).toBe(2);
  });

  const known = { type: 'password', username: 'ada' } as const;
  it.each<[string, Omit<EditAliasInput, 'aliasId'>]>([
    ['address', { address: 'other@ours.example' }],
    ['host', { smtp: { ...server, host: 'localhost', auth } }],
    ['user', { smtp: { ...server, auth: { ...auth, username: 'eve' } } }],
    ['kind of TLS', { smtp: { ...server, security: 'starttls', auth } }],
    ['port', { smtp: { ...server, port: 2526, auth } }],
    ['password', { smtp: { ...server, auth: { ...known, password: 'second secret' } } }],
    ['lack of a log-in', { smtp: { ...server, auth: null } }],
    ['second server', { imap: { ...server, auth } }],
  ])('must be verified again with another %s', async (_what, input) => {
    expect(valueFrom(await edit(await verified(), input)).verifiedAt).toBe(null);
  });

  it('keeps its password for the server and the name it was entered for, and no other', async () => {
    const aliasId = await verified({ imap: { ...server, auth: { ...auth, password: 'imap' } } });
    const kept = valueFrom(await edit(aliasId, { smtp: { ...server, auth: known } }));
    expect([kept.version, await passwordOf(aliasId)]).toEqual([1, 'first secret']);
    for (const smtp of [
      { ...server, host: 'localhost', auth: known },
      { ...server, port: 2526, auth: known },
      { ...server, security: 'tls' as const, auth: known },
      { ...server, auth: { ...known, username: 'eve' } },
    ]) {
      const { faults } = failureFrom(await edit(aliasId, { smtp }));
      expect(faults?.map(({ path }) => path)).toEqual([['smtp', 'auth', 'password']]);
    }
    const next = { ...server, auth: { ...known, password: 'second secret' } };
    valueFrom(await edit(aliasId, { smtp: next }));
    expect(await passwordOf(aliasId)).toBe('second secret');
  });

  it('is refused with every fault at once, and is the caller’s own', async () => {
    const aliasId = await verified();
    const bad = { address: 'nobody', replyTo: 'x', displayName: 'a\nb', smtp: null };
    const { faults } = failureFrom(await edit(aliasId, bad));
    expect(faults?.map(({ path }) => path[0])).toEqual([
      'address',
      'reply_to',
      'display_name',
      'smtp',
    ]);
    const stranger = await world.caller('Stranger');
    const asked = await editAlias(world.usecases)(stranger, { aliasId, dailyCap: 1 });
    expect(failureFrom(asked).code).toBe('NOT_FOUND');
  });

  it('writes to no stranger where the clock has run fast', async () => {
    const smtp = { ...server, host: 'smtp.example.com', auth };
    const { code } = failureFrom(await edit(await verified(), { smtp }));
    expect(code).toBe('MAILBOX_NOT_ALLOWED');
  });
});

describe('a mailbox that is paused', () => {
  const pause = (aliasId: string) =>
    pauseAlias(world.usecases)(world.me, { aliasId, reason: 'On holiday' });

  test('between a claim and the wire is called back, and goes on when it is resumed', async () => {
    const aliasId = await makeAlias(world);
    const campaignId = await makeCampaign(world, { leads: 1, campaign: { aliasIds: [aliasId] } });
    await launchOnly(world, campaignId);
    await world.settle(interrupted(world, () => pause(aliasId)));
    await leap(world, 10 * minute);
    expect(world.handed).toEqual([]);
    expect(await ledger(world, campaignId)).toEqual(['0 step 1 try 1 cancelled']);
    valueFrom(await resumeAlias(world.usecases)(world.me, { aliasId }));
    await world.settle();
    expect(world.handed).toHaveLength(1);
  });

  test('says since when and why, and a second reason takes the place of the first', async () => {
    const aliasId = await makeAlias(world);
    const first = valueFrom(await pause(aliasId));
    expect([first.pausedAt, first.pausedReason]).toEqual([world.now.engine, 'On holiday']);
    world.now.engine += minute;
    const again = { aliasId, reason: 'Ill' };
    const second = valueFrom(await pauseAlias(world.usecases)(world.me, again));
    expect([second.pausedAt, second.pausedReason]).toEqual([first.pausedAt, 'Ill']);
    const resumed = valueFrom(await resumeAlias(world.usecases)(world.me, { aliasId }));
    expect([resumed.pausedAt, resumed.pausedReason]).toEqual([null, null]);
  });
});

describe('a mailbox that a campaign needs', () => {
  test('is kept as long as the campaign runs', async () => {
    const aliasId = await makeAlias(world);
    const remove = () => deleteAlias(world.usecases)(world.me, aliasId);
    const campaignId = await makeCampaign(world, { leads: 2, campaign: { aliasIds: [aliasId] } });
    await launch(world, campaignId);
    expect(failureFrom(await remove()).code).toBe('ALIAS_IN_USE');
    await world.pass(5 * minute);
    expect(valueFrom(await remove())).toEqual({ id: aliasId });
    expect(failureFrom(await remove()).code).toBe('NOT_FOUND');
    // What it has sent is still told.
    expect(await ledger(world, campaignId)).toHaveLength(2);
  });

  test('is kept for a lead that it wrote to, though the campaign has another one now', async () => {
    const [aliasId, other] = [await makeAlias(world), await makeAlias(world)];
    const campaignId = await makeCampaign(world, { leads: 2, campaign: { aliasIds: [aliasId] } });
    await launch(world, campaignId);
    const alias_ids = [other];
    await world.db.updateTable('campaign').set({ alias_ids }).execute();
    const pinned = { alias_id: aliasId, status: 'active' };
    await world.db.updateTable('enrolment').set(pinned).execute();
    const { code } = failureFrom(await deleteAlias(world.usecases)(world.me, aliasId));
    expect(code).toBe('ALIAS_IN_USE');
  });
});
