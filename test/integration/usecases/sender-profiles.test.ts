import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { createSenderProfile } from '../../../src/usecases/create-sender-profile.ts';
import { findSenderProfile } from '../../../src/usecases/find-sender-profile.ts';
import { listSenderProfiles } from '../../../src/usecases/list-sender-profiles.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;

beforeAll(async () => {
  store = await createStore();
});
afterAll(() => store.close());

async function defaultsOf(caller: Caller): Promise<readonly string[]> {
  const page = await listSenderProfiles(store)(caller, { cursor: null, limit: 50 });
  return valueFrom(page).items.flatMap((item) => (item.isDefault ? [item.profileName] : []));
}

describe('a sender profile', () => {
  it('is kept with whatever is said of the sender', async () => {
    const caller = await store.caller();
    const senderData = { custom_prompt: 'Be brief.', prompts: [{ a: 1.5 }], nested: { deep: [] } };
    const created = valueFrom(
      await createSenderProfile(store)(caller, { profileName: 'Ada', senderData }),
    );
    expect(created).toEqual({
      id: expect.any(String),
      accountId: caller.accountId,
      profileName: 'Ada',
      senderData,
      description: null,
      isDefault: true,
      version: 1,
      usageCount: 0,
      createdAt: start,
      updatedAt: start,
    });
    const found = await findSenderProfile(store)(caller, { senderProfileId: created.id });
    expect(valueFrom(found)).toEqual(created);
  });

  it('is refused where no table could keep it', async () => {
    const caller = await store.caller();
    const senderData = { prompts: ['fine', 'a\0b'] };
    const failure = failureFrom(
      await createSenderProfile(store)(caller, { profileName: 'Ada', senderData }),
    );
    expect(failure.faults?.map((fault) => fault.path)).toEqual([['sender_data', 'prompts', 1]]);
  });

  it('is not there for another account', async () => {
    const caller = await store.caller();
    const stranger = await store.caller('Stranger');
    const { id } = valueFrom(await createSenderProfile(store)(caller, { profileName: 'Ada' }));
    const found = await findSenderProfile(store)(stranger, { senderProfileId: id });
    expect(failureFrom(found).code).toBe('NOT_FOUND');
    const page = await listSenderProfiles(store)(stranger, { cursor: null, limit: 50 });
    expect(valueFrom(page).items).toEqual([]);
  });

  it('counts the campaigns that name it, each once, and nobody else counts', async () => {
    const caller = await store.caller();
    const { id: used } = valueFrom(
      await createSenderProfile(store)(caller, { profileName: 'Ada' }),
    );
    const { id: idle } = valueFrom(
      await createSenderProfile(store)(caller, { profileName: 'Bob' }),
    );
    const { id: datasetId } = valueFrom(await createDataset(store)(caller, { name: 'Leads' }));
    const variants = ['A', 'B'].map((label) => ({
      label,
      type: 'PERSONALIZATION' as const,
      senderProfileId: used,
    }));
    const bare = { label: 'C', type: 'PERSONALIZATION' as const };
    const steps = [
      { step: 1, variants },
      { step: 2, variants: [...variants, bare] },
    ];
    for (const name of ['one', 'two']) {
      await createCampaign(store)(caller, { name, datasetId, aliasIds: ['alias'], steps });
    }
    // Somebody else may have written down the same id; it names nothing of theirs.
    const stranger = await store.caller('Stranger');
    const theirs = valueFrom(await createDataset(store)(stranger, { name: 'Leads' }));
    const copied = { name: 'copied', datasetId: theirs.id, aliasIds: ['alias'], steps };
    valueFrom(await createCampaign(store)(stranger, copied));
    const counts = valueFrom(await listSenderProfiles(store)(caller, { cursor: null, limit: 50 }));
    expect(counts.items.map((item) => [item.id, item.usageCount])).toEqual([
      [idle, 0],
      [used, 2],
    ]);
  });
});

describe('the default', () => {
  it('is the first one, until another is told to be', async () => {
    const caller = await store.caller();
    await createSenderProfile(store)(caller, { profileName: 'first', isDefault: false });
    await createSenderProfile(store)(caller, { profileName: 'second' });
    expect(await defaultsOf(caller)).toEqual(['first']);
    await createSenderProfile(store)(caller, { profileName: 'third', isDefault: true });
    expect(await defaultsOf(caller)).toEqual(['third']);
  });

  it('is one, however many are made at once', async () => {
    const caller = await store.caller();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(
      names.map((profileName, index) =>
        createSenderProfile(store)(caller, { profileName, isDefault: index % 2 === 0 }),
      ),
    );
    expect(await defaultsOf(caller)).toHaveLength(1);
  });
});
