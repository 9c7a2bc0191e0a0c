/** People come in, are turned away in words, go, and come back to where they were. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makePasswordLink } from '../../src/usecases/reset-password.ts';
import { makeSetupLink } from '../../src/usecases/set-up.ts';
import { chromiumPath } from '../support/browser.ts';
import {
  createWebWorld,
  enter,
  expectNoBarriers,
  signIn,
  story,
  type WebWorld,
} from '../support/web.ts';

describe.skipIf(chromiumPath === undefined)('signing in', story, () => {
  let web: WebWorld;
  beforeAll(async () => {
    web = await createWebWorld();
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  it('leads to Today, under a title of its own', async () => {
    const page = await web.arrive();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.title()).toBe('Sign in · Countersign');
    await expectNoBarriers(page);

    await signIn(page, web.me);

    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    expect(await page.title()).toBe('Today · Countersign');
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('is refused with a wrong password, in words and with the id of the request', async () => {
    const page = await web.arrive();
    await page.goto('/sign-in');

    await signIn(page, { ...web.me, password: 'not the password at all' });

    const alert = page.getByRole('alert');
    const said = (await alert.innerText()).split(/\n+/);
    expect(said.slice(0, 2)).toEqual([
      'You are not signed in',
      'This e-mail address and password do not belong together; check both.',
    ]);
    expect(said[2]).toMatch(/^Request id [0-9a-f-]{36}$/);
    await expectNoBarriers(page);
    expect(await page.getByLabel('Email').inputValue()).toBe(web.me.email);
  });

  it('is slowed after too many tries, and says how long', async () => {
    const page = await web.arrive();
    await page.goto('/sign-in');
    const alert = page.getByRole('alert');
    for (let tries = 0; tries < 20 && !(await isSlowed()); tries++) {
      await signIn(page, { email: 'nobody@example.com', password: 'not the password at all' });
      await page.getByRole('button', { name: 'Sign in', disabled: false }).waitFor();
      await alert.waitFor();
    }

    expect(await alert.innerText()).toMatch(/too many failed tries; wait (a|an|\d+) \w+/);

    async function isSlowed(): Promise<boolean> {
      const said = await alert.allInnerTexts();
      return said.some((text) => text.includes('too many failed tries'));
    }
  });

  it('leads back to the screen that was asked for, and never out of the house', async () => {
    const page = await web.arrive();
    await page.goto('/?from=a-letter#held');
    await page.getByText('Sign in to go on where you were.').waitFor();
    await signIn(page, web.me);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    expect(page.url()).toBe(`${web.origin}/?from=a-letter#held`);

    for (const next of [
      '//elsewhere.example',
      'https://elsewhere.example',
      '/\\elsewhere.example',
    ]) {
      const other = await web.arrive();
      await other.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await signIn(other, web.me);
      await other.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
      expect(other.url()).toBe(`${web.origin}/`);
    }
  });

  it('is not asked of somebody who is signed in', async () => {
    const page = await web.arrive();
    await enter(page, web.me);

    await page.goto('/sign-in');

    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  });

  it('ends by signing out, on every screen of this browser', async () => {
    const page = await web.arrive();
    await enter(page, web.me);
    const other = await page.context().newPage();
    await other.goto('/');
    await other.getByRole('heading', { name: 'Today', level: 1 }).waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();

    await other.reload();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('is asked for again when the session has ended, and goes on where one was', async () => {
    const page = await web.arrive();
    await page.clock.install();
    await enter(page, web.me, '/?from=a-letter');
    await web.http.world.db.deleteFrom('session').execute();

    // The day may still be on its way when the clock leaps; then it is asked for at the next leap.
    const asked = page.getByText('Sign in to go on where you were.');
    await expect
      .poll(
        async () => {
          await page.clock.fastForward(31_000);
          return asked.isVisible();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(true);
    await signIn(page, web.me);
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    expect(page.url()).toBe(`${web.origin}/?from=a-letter`);
  });
});

describe.skipIf(chromiumPath === undefined)('a link', story, () => {
  let web: WebWorld;
  beforeAll(async () => {
    web = await createWebWorld();
    await web.http.world.db.deleteFrom('session').execute();
    await web.http.world.db
      .updateTable('person')
      .set({ email: null, password_hash: null })
      .execute();
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  it('of the first start makes its reader the owner, tells what is wrong with a field, and works once', async () => {
    const token = await makeSetupLink(web.http.world.usecases)();
    const page = await web.arrive();
    await page.goto(`/setup#${token}`);
    await page.getByRole('heading', { name: 'Set up Countersign' }).waitFor();
    // Nobody who looks over a shoulder, or into the history, should find it.
    expect(page.url()).toBe(`${web.origin}/setup`);
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('Name of the account').fill('Analytical Engines');
    const send = page.getByRole('button', { name: 'Set up and sign in' });

    await send.click();
    await page.getByText('must have at least 12 characters; a few words are best').waitFor();
    await expectNoBarriers(page);

    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await send.click();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.getByText('Analytical Engines').waitFor();

    const late = await web.arrive();
    await late.goto(`/setup#${token}`);
    await late.getByLabel('Your name').fill('Eve');
    await late.getByLabel('Email').fill('eve@example.com');
    await late.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await late.getByRole('button', { name: 'Set up and sign in' }).click();
    await late.getByText('This server has its first owner already').waitFor();
  });

  it('for a new password lets whoever forgot theirs choose one, once', async () => {
    const { world } = web.http;
    const { accountId, userId } = world.me;
    const person = await web.person({ accountId, userId });
    const token = await makePasswordLink(world.usecases)(person.email);
    const page = await web.arrive();
    await page.goto(`/password#${token}`);
    await page.getByLabel('New password', { exact: true }).fill('short');
    const send = page.getByRole('button', { name: 'Change the password' });
    await send.click();
    await page.getByText('must have at least 12 characters; a few words are best').waitFor();
    await expectNoBarriers(page);

    const password = 'another horse, and its battery';
    await page.getByLabel('New password', { exact: true }).fill(password);
    await send.click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await expectNoBarriers(page);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signIn(page, { email: person.email, password });
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();

    const late = await web.arrive();
    await late.goto(`/password#${token}`);
    await late.getByLabel('New password', { exact: true }).fill(password);
    await late.getByRole('button', { name: 'Change the password' }).click();
    await late.getByText('This link is not valid any more').waitFor();
  });

  it('says what is missing where it has no token', async () => {
    const page = await web.arrive();
    await page.goto('/setup');
    await page.getByText('Open the link that the server printed').waitFor();
    await expectNoBarriers(page);
    for (const path of ['/invitation', '/password']) {
      await page.goto(path);
      await page.getByText(/Open the link that you were (sent|given)/).waitFor();
      await expectNoBarriers(page);
    }
  });
});
