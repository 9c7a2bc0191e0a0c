/** Members come by a link and go by a question; keys are shown once and end at once. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { bearer } from '../support/http.ts';
import { createWebWorld, enter, expectNoBarriers, story, type WebWorld } from '../support/web.ts';

const secret = 'correct horse battery';

describe.skipIf(chromiumPath === undefined)('people and keys', story, () => {
  let web: WebWorld;
  beforeAll(async () => {
    web = await createWebWorld();
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  it('somebody is invited, comes by the link, is given another role, and is removed', async () => {
    const page = await web.arrive();
    await enter(page, web.me);
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor();
    expect(await page.title()).toBe('Members · Countersign');
    // Whoever listens hears where they are, as after a page of its own.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Members');
    await page.getByText('No invitation is open.').waitFor();
    await expectNoBarriers(page);

    await page.getByRole('textbox', { name: 'Email' }).fill('not an address');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('must be an e-mail address').waitFor();
    await page.getByRole('textbox', { name: 'Email' }).fill('grace@example.com');
    await page.getByLabel('Role', { exact: true }).selectOption('Viewer');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('grace@example.com can join with this link').waitFor();
    const link = await page.getByLabel('Link').inputValue();
    await expectNoBarriers(page);
    await page.reload();
    await page
      .getByRole('button', { name: 'Withdraw the invitation of grace@example.com' })
      .waitFor();
    expect(await page.getByLabel('Link').count()).toBe(0);

    const guest = await web.arrive();
    await guest.goto(link);
    await guest.getByRole('heading', { name: 'Join Default' }).waitFor();
    expect(guest.url()).toBe(`${web.origin}/invitation`);
    await expectNoBarriers(guest);
    await guest.getByLabel('Your name').fill('Grace Hopper');
    await guest.getByLabel('Password', { exact: true }).fill(secret);
    await guest.getByRole('button', { name: 'Join and sign in' }).click();
    await guest.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    // Nothing is offered that a viewer would be refused.
    expect(await guest.getByRole('link', { name: 'Members' }).count()).toBe(0);

    const again = await web.arrive();
    await again.goto(link);
    await again.getByText('This link is not valid any more').waitFor();
    await expectNoBarriers(again);

    await page.reload();
    const role = page.getByLabel('Role of Grace Hopper');
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await role.selectOption('Admin');
    await saved;
    await page.reload();
    await role.waitFor();
    expect(await role.inputValue()).toBe('admin');

    await page.getByRole('button', { name: 'Remove Grace Hopper' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Grace Hopper?' });
    await dialog.waitFor();
    await expectNoBarriers(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove Grace Hopper' }).click();
    await dialog.getByRole('button', { name: 'Remove them' }).click();
    await role.waitFor({ state: 'detached' });

    await guest.reload();
    await guest.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('an invitation is withdrawn, and its link ends', async () => {
    const page = await web.arrive();
    await enter(page, web.me, '/settings/members');
    await page.getByRole('textbox', { name: 'Email' }).fill('eve@example.com');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel('Link').inputValue();

    await page.getByRole('button', { name: 'Withdraw the invitation of eve@example.com' }).click();
    await page.getByText('No invitation is open.').waitFor();

    const guest = await web.arrive();
    await guest.goto(link);
    await guest.getByText('This link is not valid any more').waitFor();
  });

  it('the only owner cannot leave, and is told why', async () => {
    const page = await web.arrive();
    await enter(page, web.me, '/settings/members');

    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Leave the account' }).click();

    await page.getByText('This is the only owner, and an account needs one').waitFor();
  });

  it('a key is made, shown once, works, and is refused once it is revoked', async () => {
    const page = await web.arrive();
    await enter(page, web.me);
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByText('No program has a key to this account.').waitFor();
    await expectNoBarriers(page);

    await page.getByLabel('Read campaigns, leads and what was sent').uncheck();
    await page.getByLabel('Name').fill('CRM sync');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText('No key was made').waitFor();
    await page.getByLabel('Read campaigns, leads and what was sent').check();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText('The key for CRM sync').waitFor();
    const key = await page.getByLabel('Key', { exact: true }).inputValue();
    await expectNoBarriers(page);
    const ask = { url: '/api/v1/campaigns', headers: bearer(key) };
    expect((await web.http.app.inject(ask)).statusCode).toBe(200);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke CRM sync' }).click();
    expect(await page.getByText(key).count()).toBe(0);

    await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();

    await page.getByText('No program has a key to this account.').waitFor();
    expect((await web.http.app.inject(ask)).statusCode).toBe(401);
  });
});
