/** What a person reads in the morning is what the engine is about to do. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { enrolOnly, personalSteps } from '../support/drive.ts';
import { createWebWorld, enter, expectNoBarriers, story, type WebWorld } from '../support/web.ts';
import { launch, makeAlias, makeCampaign } from '../support/world.ts';

let web: WebWorld;

/** One letter an hour from ten o'clock in Vienna on, which is nine by the engine's clock. */
async function makeLetters(): Promise<void> {
  const campaign = {
    name: 'Autumn letters',
    timezone: 'Europe/Vienna',
    windowStart: '08:00:00',
    windowEnd: '17:00:00',
    minIntervalSeconds: 3600,
    dailyLimit: 3,
  };
  await enrolOnly(web.http.world, await makeCampaign(web.http.world, { leads: 5, campaign }));
}

describe.skipIf(chromiumPath === undefined)('Today', story, () => {
  beforeAll(async () => {
    web = await createWebWorld();
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  it('says of nothing that it is nothing, and what would stand there', async () => {
    const page = await web.arrive();
    await enter(page, web.me);

    for (const sentence of [
      'Nothing waits for you.',
      'No campaign is running.',
      'Nothing is held',
    ]) {
      await page.getByText(sentence).waitFor();
    }
    await page.getByText('As of 10:00 on your clock (Berlin)').waitFor();
    await expectNoBarriers(page);
  });
});

describe.skipIf(chromiumPath === undefined)('Today, with something to do', story, () => {
  beforeEach(async () => {
    web = await createWebWorld();
  });
  afterEach(async () => {
    await web.leave();
    await web.close();
  });

  it('shows what leaves and when, by the clock of the campaign, and what is held', async () => {
    await makeLetters();
    const page = await web.arrive({ timezoneId: 'America/New_York' });
    await enter(page, web.me);

    const strip = page.getByRole('img', { name: 'Autumn letters' });
    expect(await strip.getAttribute('aria-label')).toBe(
      'Autumn letters in Vienna, 3 messages: ' +
        '10:00 1 message, 11:00 1 message, 12:00 1 message',
    );
    const leaves = page.getByRole('region', { name: 'Leaves today' });
    await leaves
      .getByText(
        'Window 08:00 to 17:00 Vienna. Next now, last 12:00; on your clock 04:00 and 06:00.',
      )
      .waitFor();
    const held = page.getByRole('region', { name: 'Held, and why' });
    await held.getByText('2 leads').waitFor();
    await held.getByText('until today 18:00').waitFor();
    await held.getByText('Times on your clock, New York').waitFor();
    const numbers = page.getByRole('navigation', { name: 'The day in numbers' });
    expect((await numbers.getByRole('link').allInnerTexts()).map(inOneLine)).toEqual([
      '0 wait for you',
      '3 still leave today',
      '0 sent today',
      '2 held',
      '0 end unknown',
    ]);
    await expectNoBarriers(page);

    await page.route('**/api/v1/today', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), leaves_truncated: true } });
    });
    await page.reload();
    await leaves.getByText('At least so many: more is due than is looked ahead for.').waitFor();
  });

  it('lists what waits for a person, and each number leads there', async () => {
    const { world } = web.http;
    const steps = { ...personalSteps(0), approvalMode: 'required' as const };
    const campaign = { ...steps, name: 'Founders' };
    await launch(world, await makeCampaign(world, { leads: ['grace@navy.example'], campaign }));
    world.answer = () => ({ outcome: 'unknown', response: 'gone silent' });
    const lost = { name: 'Lost' };
    await launch(
      world,
      await makeCampaign(world, { leads: ['edsger@else.example'], campaign: lost }),
    );
    const stuck = { aliasIds: [await makeAlias(world, { address: 'ada@ours.example' })] };
    await enrolOnly(world, await makeCampaign(world, { campaign: stuck }));
    const [aliasId = ''] = stuck.aliasIds;
    const unverified = { verified_at: null };
    await world.db.updateTable('alias').set(unverified).where('id', '=', aliasId).execute();
    const page = await web.arrive();
    await enter(page, web.me);

    const waits = page.getByRole('region', { name: 'Waits for you' });
    await waits.getByText('grace@navy.example').waitFor();
    const items = (await waits.getByRole('listitem').allInnerTexts()).map(inOneLine);
    expect(items).toEqual([
      'grace@navy.example just now For Lead0 Founders · step 1',
      'edsger@else.example just now Handed over at 10:00 on your clock Lost · step 1',
      expect.stringMatching(/^ada@ours\.example .+\.$/),
    ]);
    await expectNoBarriers(page);

    await page.getByRole('link', { name: '1 end unknown' }).click();
    expect(new URL(page.url()).hash).toBe('#unknown');
    await page.getByText('1 message nobody knows the end of').waitFor();
  });

  it('says first of all that sending is fenced', async () => {
    await makeLetters();
    const fence = {
      fenced_at: new Date(web.http.world.now.real).toISOString(),
      fence_reason: 'The database was restored.',
    };
    await web.http.world.db.updateTable('engine').set(fence).execute();
    const page = await web.arrive();
    await enter(page, web.me);

    await page.getByText('Sending is fenced: nothing leaves').waitFor();
    await page.getByText('The database was restored.', { exact: true }).waitFor();
    await expectNoBarriers(page);
  });

  it('says that nobody is at work', async () => {
    await web.http.world.db.deleteFrom('worker').execute();
    const page = await web.arrive();
    await enter(page, web.me);

    await page.getByText('No worker is running: nothing leaves until one does').waitFor();
    await expectNoBarriers(page);
  });

  it('renews itself, and keeps what it has while the server is away', async () => {
    const page = await web.arrive();
    await page.clock.install();
    await enter(page, web.me);
    await page.getByText('No campaign is running.').waitFor();

    await makeLetters();
    await page.clock.fastForward(31_000);
    await page.getByRole('heading', { name: 'Autumn letters' }).first().waitFor();

    await page.route('**/api/v1/today', (route) => route.abort());
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    for (let seconds = 0; seconds < 60; seconds += 10) {
      await page.clock.fastForward(10_000);
      await page.waitForTimeout(50);
    }
    await page.getByText('This is no longer up to date').waitFor();
    await page.getByText('The server does not answer.').waitFor();
    await page.getByRole('heading', { name: 'Autumn letters' }).first().waitFor();
    await expectNoBarriers(page);

    await page.unroute('**/api/v1/today');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This is no longer up to date').waitFor({ state: 'detached' });
  });

  it('cannot be shown where the server fails, and says under which id', async () => {
    await web.http.world.db.schema.dropTable('gate').cascade().execute();
    const page = await web.arrive();
    await enter(page, web.me);

    const alert = page.getByRole('alert');
    const said = (await alert.innerText()).split(/\n+/);
    expect(said.slice(0, 2)).toEqual([
      'Today cannot be shown',
      'Something went wrong here; it has been logged under this request id.',
    ]);
    const id = said[2]?.replace('Request id ', '');
    expect(web.http.log.map(({ fields }) => fields['request_id'])).toContain(id);
    await expectNoBarriers(page);
  });
});

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
