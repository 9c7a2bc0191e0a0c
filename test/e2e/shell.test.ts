/** Whoever works without a mouse, in the dark, or on a phone finds their way all the same. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { enrolOnly } from '../support/drive.ts';
import { start } from '../support/store.ts';
import {
  createWebWorld,
  enter,
  expectNoBarriers,
  menu,
  phone,
  story,
  type WebWorld,
} from '../support/web.ts';
import { makeCampaign } from '../support/world.ts';

describe.skipIf(chromiumPath === undefined)('the shell', story, () => {
  let web: WebWorld;
  beforeAll(async () => {
    web = await createWebWorld();
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  const ground = 'getComputedStyle(document.body).backgroundColor';
  const light = 'rgb(248, 246, 241)';
  const dark = 'rgb(21, 22, 19)';

  /** The page follows a moment after what it follows. */
  const soon = { timeout: 10_000 };

  it('follows the system between light and dark, until one is chosen, and remembers', async () => {
    const page = await web.arrive({ colorScheme: 'dark' });
    await enter(page, web.me);
    await expect.poll(() => page.evaluate(ground), soon).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => page.evaluate(ground), soon).toBe(light);

    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await expect.poll(() => page.evaluate(ground), soon).toBe(dark);
    await page.reload();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await expect.poll(() => page.evaluate(ground), soon).toBe(dark);
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
  });

  it('is gone through with the keyboard, and the first stop skips the navigation', async () => {
    const page = await web.arrive();
    await page.goto('/');
    await page.getByLabel('Email').focus();
    await page.keyboard.type(web.me.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(web.me.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.reload();
    await page.getByText('No campaign is running.').waitFor();

    const focused = 'document.activeElement.textContent';
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toBe('0wait for you');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('waits');
  });

  it('has its navigation behind a button on a phone', async () => {
    const page = await web.arrive({ viewport: phone });
    await enter(page, web.me);
    const signOut = page.getByRole('button', { name: 'Sign out' });
    expect(await signOut.isVisible()).toBe(false);

    await menu(page).click();
    expect(await menu(page).getAttribute('aria-expanded')).toBe('true');
    await signOut.waitFor();
    await expectNoBarriers(page);
  });

  it('says of an address that leads nowhere that it does', async () => {
    const page = await web.arrive();
    await page.goto('/no/such/screen');

    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(await page.title()).toBe('There is no such page · Countersign');
    await expectNoBarriers(page);
    await page.getByRole('link', { name: 'Go to Today' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('changes to another account of the same person, and shows nothing of the first', async () => {
    const { world } = web.http;
    await enrolOnly(world, await makeCampaign(world, { campaign: { name: 'Of the first' } }));
    const other = await world.caller('Second house');
    const created_at = new Date(start).toISOString();
    const membership = { account_id: other.accountId, person_id: world.me.userId };
    await world.db
      .insertInto('membership')
      .values({ ...membership, role: 'viewer', created_at })
      .execute();
    const page = await web.arrive();
    await enter(page, web.me);
    await page.getByRole('button', { name: 'Default' }).click();
    const account = page.getByLabel('Account');
    await page.getByRole('heading', { name: 'Of the first' }).waitFor();

    await account.selectOption('Second house');

    await page.getByText('No campaign is running.').waitFor();
    expect(await page.getByRole('heading', { name: 'Of the first' }).count()).toBe(0);
    await page.reload();
    await page.getByText('No campaign is running.').waitFor();
  });
});
