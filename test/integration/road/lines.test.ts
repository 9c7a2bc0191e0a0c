import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineDeps } from '../../../src/engine/deps.ts';
import type { Line } from '../../../src/ports/mailer.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { dispatch, enrolOnly, leap, ledger, minute, standings } from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

type Opened = {
  readonly states: readonly string[];
  readonly released: () => number;
  /** The ledger, as it was when each was. */
  readonly atRelease: readonly (readonly string[])[];
};

/** Looks at the ledger whenever a line is opened, and counts those that are released. */
async function watched(
  run: (deps: EngineDeps) => Promise<unknown>,
  open: (line: Line) => Line | Promise<Line> = (line) => line,
): Promise<Opened> {
  const states: string[] = [];
  const atRelease: Promise<readonly string[]>[] = [];
  let released = 0;
  const { mailer } = world.engine;
  const deps: EngineDeps = {
    ...world.engine,
    mailer: {
      ...mailer,
      open: async (mailbox) => {
        const rows = await world.db.selectFrom('send').select('state').execute();
        states.push(...rows.map(({ state }) => state));
        const line = await mailer.open(mailbox);
        if (!line.open) return line;
        return open({
          ...line,
          release: () => {
            released += 1;
            atRelease.push(ledger(world));
          },
        });
      },
    },
  };
  await run(deps);
  return { states, released: () => released, atRelease: await Promise.all(atRelease) };
}

const closed: Line = { open: false, response: 'nobody there' };

test('a line is open before its send is on the wire, and held until it is settled', async () => {
  await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
  let atHandOver: readonly string[] = [];
  world.answer = async () => {
    atHandOver = await ledger(world);
    return { outcome: 'accepted', response: '250 taken' };
  };
  const { states, atRelease } = await watched((deps) => dispatch(world, deps));
  expect(states).toEqual(['claimed']);
  expect(atHandOver).toEqual(['0 step 1 try 1 on_wire']);
  expect(atRelease).toEqual([['0 step 1 try 1 accepted']]);
});

test('without a line nothing is ever on the wire, and it is tried again later', async () => {
  const campaignId = await makeCampaign(world, { leads: 1 });
  await enrolOnly(world, campaignId);
  await watched(
    (deps) => dispatch(world, deps),
    () => closed,
  );
  const rows = await world.db.selectFrom('send').select(['state', 'on_wire_at']).execute();
  expect(rows).toEqual([{ state: 'deferred', on_wire_at: null }]);
  expect([world.handed, await standings(world, campaignId)]).toEqual([[], ['pending at 1']]);
  await leap(world, 10 * minute);
  expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred', '0 step 1 try 2 accepted']);
});

test('one that cannot go does not keep the others of its handful back', async () => {
  for (const address of ['ada@a.example', 'bob@b.example']) {
    await enrolOnly(world, await makeCampaign(world, { leads: [address] }));
  }
  let no = 0;
  await watched(
    (deps) => dispatch(world, deps),
    (line) => (no++ === 0 ? closed : line),
  );
  expect(world.handed).toHaveLength(1);
  expect((await ledger(world)).toSorted()).toEqual([
    '0 step 1 try 1 accepted',
    '0 step 1 try 1 deferred',
  ]);
});

test('what was stopped while its line was opened does not leave, and its line is released', async () => {
  const campaignId = await makeCampaign(world, { leads: 1 });
  await enrolOnly(world, campaignId);
  const pause = async (line: Line) => {
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    return line;
  };
  const { released } = await watched((deps) => dispatch(world, deps), pause);
  expect([world.handed, released()]).toEqual([[], 1]);
  expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
});

test('a stop while a line cannot be opened is not undone by that', async () => {
  const campaignId = await makeCampaign(world, { leads: 1 });
  await enrolOnly(world, campaignId);
  const pause = async () => {
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    return closed;
  };
  await watched((deps) => dispatch(world, deps), pause);
  expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
});

test('a mailer that falls over as it connects is a line that is not open', async () => {
  await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
  await watched(
    (deps) => dispatch(world, deps),
    () => Promise.reject(new Error('it fell over')),
  );
  expect([world.handed, await ledger(world)]).toEqual([[], ['0 step 1 try 1 deferred']]);
});
