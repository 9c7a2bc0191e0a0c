/** Whoever follows the link of a mail gets a page that anybody can read, by day and night. */
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersIn, chromiumPath, openBrowser, visit } from '../support/browser.ts';
import { createHttpWorld, type HttpWorld } from '../support/http.ts';
import { createStage, type Stage } from '../support/stage.ts';

const linkIn = /^List-Unsubscribe: <http:\/\/localhost:4400(\/u\/[\w-]+)>\r$/m;

describe.skipIf(chromiumPath === undefined)('the link of a mail, in a browser', () => {
  let http: HttpWorld;
  let stage: Stage;
  let browser: Browser;
  let origin: string;
  beforeAll(async () => {
    http = await createHttpWorld();
    stage = createStage(http, await http.tenant('Owner'));
    await http.app.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(http.app.server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await http.close();
  });

  async function linkOfNextMail(): Promise<string> {
    const before = http.world.handed.length;
    await stage.active();
    return linkIn.exec(http.world.handed[before]?.bytes.toString('latin1') ?? '')?.[1] ?? '';
  }

  it.each(['light', 'dark'] as const)('asks, and says what it has done (%s)', async (scheme) => {
    const { page, faults, close } = await visit(browser, origin, { colorScheme: scheme });
    await page.goto(await linkOfNextMail());
    const button = page.getByRole('button', { name: 'Unsubscribe' });
    await button.waitFor();
    expect(await barriersIn(page)).toEqual([]);

    await button.press('Enter');

    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    expect(await barriersIn(page)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  it('says in words that it leads nowhere', async () => {
    const { page, close } = await visit(browser, origin);
    const answer = await page.goto('/u/nobody');
    expect(answer?.status()).toBe(404);
    expect(await barriersIn(page)).toEqual([]);
    await close();
  });
});
