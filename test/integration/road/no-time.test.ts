/** Shows what becomes of claimed sends for which there is no time to fill in their templates. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { failed } from '../../../src/lib/result.ts';
import type { Renderer } from '../../../src/ports/renderer.ts';
import { dispatch, minute } from '../../support/drive.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const late = { windowStart: '12:00:00', windowEnd: '23:59:59', timezone: 'UTC' } as const;

/** Each time it is asked it takes so long, and then has no time. */
function hurried(tookMs: number): { readonly renderer: Renderer; readonly calls: number[] } {
  const calls: number[] = [];
  const renderer: Renderer = {
    ...world.engine.renderer,
    render: async ({ rows }) => {
      calls.push(rows.length);
      world.now.real += tookMs;
      return rows.map(() => failed({ field: 'body', message: 'no time', again: true }));
    },
  };
  return { renderer, calls };
}

test.each([
  ['no other template of the claim is begun', 5_001, [1]],
  ['until then each template of the claim is', 1_000, [1, 1]],
] as const)(
  'they are given back and leave later; after five seconds %s',
  async (_name, ms, asked) => {
    for (let n = 0; n < 2; n++) {
      await launch(world, await makeCampaign(world, { leads: 1, campaign: late }));
    }
    expect(world.handed).toHaveLength(0);
    while (new Date(world.now.engine).getUTCHours() < 12) {
      world.now.engine += minute;
      world.now.real += minute;
    }
    const { renderer, calls } = hurried(ms);
    await dispatch(world, { ...world.engine, renderer });
    expect([calls, world.handed.length]).toEqual([asked, 0]);
    await world.pass(5 * minute);
    const leads = await world.db.selectFrom('enrolment').select('email').execute();
    const written = new Set(world.handed.map(({ to }) => to));
    expect([world.handed.length, written]).toEqual([2, new Set(leads.map(({ email }) => email))]);
  },
);
