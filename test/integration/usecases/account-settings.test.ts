import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountTag } from '../../../src/domain/tags.ts';
import {
  type EditSettingsInput,
  editSettings,
  findSettings,
} from '../../../src/usecases/account-settings.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { start } from '../../support/store.ts';
import { makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const edit = (caller: Caller, input: EditSettingsInput) =>
  editSettings(world.usecases)(caller, input);
const find = async (caller: Caller) => valueFrom(await findSettings(world.usecases)(caller));

function trail(caller: Caller) {
  return world.db
    .selectFrom('audit')
    .select(['action', 'target_id', 'detail'])
    .where('account_id', '=', caller.accountId)
    .orderBy('id')
    .execute();
}

describe('what an account says below its mail', () => {
  it('is nothing but the way out at first, as version 1', async () => {
    const caller = await world.caller('Engines');
    const { footer, ...settings } = await find(caller);
    expect(settings).toEqual({
      id: caller.accountId,
      name: 'Engines',
      createdAt: start,
      postalAddress: null,
      footerText: null,
      unsubscribeLine: null,
      version: 1,
      updatedAt: start,
    });
    expect(footer.text).toMatch(/^If you would rather not .* <http:\/\/localhost:4400\/u\/.*>\.$/);
    expect(footer.html).toMatch(/^<div .*<\/div>$/s);
  });

  it('is changed field by field, each change a version and a line on the trail', async () => {
    const caller = await world.caller();
    world.now.engine += 1_000;
    await edit(caller, { postalAddress: ' 1 Main St\r\nOurtown ' });
    const two = valueFrom(await edit(caller, { footerText: 'Engines', unsubscribeLine: '{Out}' }));
    const { postalAddress, footerText, unsubscribeLine, version, updatedAt } = two;
    expect([postalAddress, footerText, unsubscribeLine]).toEqual([
      '1 Main St\nOurtown',
      'Engines',
      '{Out}',
    ]);
    expect([version, updatedAt]).toEqual([3, world.now.engine]);
    expect(await find(caller)).toEqual(two);
    const back = valueFrom(await edit(caller, { unsubscribeLine: null, footerText: '  ' }));
    expect([back.unsubscribeLine, back.footerText, back.version]).toEqual([null, null, 4]);
    const line = (changed: readonly string[]) => ({
      action: 'account.edit_settings',
      target_id: caller.accountId,
      detail: { changed },
    });
    expect(await trail(caller)).toEqual([
      line(['postalAddress', 'version']),
      line(['footerText', 'unsubscribeLine', 'version']),
      line(['footerText', 'unsubscribeLine', 'version']),
    ]);
  });

  it('is left as it is by an edit that changes nothing', async () => {
    const caller = await world.caller();
    valueFrom(await edit(caller, { footerText: 'Engines' }));
    expect(valueFrom(await edit(caller, {})).version).toBe(2);
    expect(valueFrom(await edit(caller, { footerText: 'Engines ' })).version).toBe(2);
    expect(await trail(caller)).toHaveLength(1);
  });

  it('is not overwritten by whoever had an older state before them', async () => {
    const caller = await world.caller();
    const seen = accountTag(await find(caller));
    const precondition = [seen];
    const both = await Promise.all([
      edit(caller, { footerText: 'One', precondition }),
      edit(caller, { footerText: 'Two', precondition }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = both.find(({ ok }) => !ok);
    expect(refused === undefined ? null : failureFrom(refused).code).toBe('PRECONDITION_FAILED');
  });

  it('is refused with every fault at once, and then nothing is changed', async () => {
    const caller = await world.caller();
    const bad = { unsubscribeLine: 'No way out', postalAddress: 'a\u0007', footerText: 'Fine' };
    const { faults } = failureFrom(await edit(caller, bad));
    expect(faults?.map(({ path }) => path)).toEqual([['postal_address'], ['unsubscribe_line']]);
    expect((await find(caller)).footerText).toBe(null);
  });

  it('is its own: another account reads and changes another', async () => {
    const [caller, stranger] = [await world.caller(), await world.caller('Stranger')];
    await edit(caller, { footerText: 'Engines' });
    expect((await find(stranger)).footerText).toBe(null);
  });
});
