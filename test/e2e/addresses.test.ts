/** Addresses are proved by a code; accounts are chosen; an invitation looks the same to all. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { codeIn, createTestPost, type TestPost, tokenIn } from '../support/post.ts';
import {
  createWebWorld,
  enter,
  expectNoBarriers,
  signIn,
  story,
  type WebWorld,
} from '../support/web.ts';

const secret = 'correct horse battery';

async function invite(page: Page, email: string, submit = 'Make a link'): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('button', { name: submit }).click();
}

async function accept(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Join and sign in' }).click();
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
}

describe.skipIf(chromiumPath === undefined)('a server without a mailbox', story, () => {
  let web: WebWorld;
  beforeAll(async () => {
    web = await createWebWorld();
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  it('calls whoever accepted a link unproved, and says who can prove their address', async () => {
    const page = await web.arrive();
    await enter(page, web.me, '/settings/members');
    await invite(page, 'grace@example.com');
    const link = await page.getByLabel('Link').inputValue();
    const guest = await web.arrive();
    await guest.goto(link);
    await guest.getByText('This link was handed on').waitFor();
    await expectNoBarriers(guest);
    await accept(guest, link);
    await guest.getByRole('link', { name: 'Address not proved' }).click();
    await guest.getByText('grace@example.com is not proved').waitFor();
    await guest.getByText('npm start -- people password grace@example.com').waitFor();
    await expectNoBarriers(guest);

    await page.reload();
    await page.getByText('Unproved: anybody with the link may have accepted.').waitFor();
    await expectNoBarriers(page);
  });

  it('shows the same page for an address that is known here, and lets its person join', async () => {
    const { world } = web.http;
    const other = await web.http.tenant('Elsewhere');
    const known = await web.person(other);
    const page = await web.arrive();
    await enter(page, web.me, '/settings/members');
    const texts: string[] = [];
    for (const email of ['nobody@example.com', known.email]) {
      await invite(page, email);
      await page.getByText(`${email} can join with this link`).waitFor();
      const guest = await web.arrive();
      await guest.goto(await page.getByLabel('Link').inputValue());
      await guest.getByLabel('Your name').waitFor();
      texts.push((await guest.getByRole('main').innerText()).replaceAll(email, 'an address'));
      if (email !== known.email) continue;
      await guest.getByRole('button', { name: 'I have an account here' }).click();
      await guest.getByLabel('Email').fill(email);
      await guest.getByLabel('Password', { exact: true }).fill(known.password);
      await expectNoBarriers(guest);
      await guest.getByRole('button', { name: 'Sign in and join' }).click();
      await guest.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    }
    expect(texts[1]).toBe(texts[0]);
    const joined = world.db.selectFrom('membership').select('account_id');
    const accounts = await joined.where('person_id', '=', other.userId).execute();
    expect(accounts).toHaveLength(2);
  });

  it('asks whoever has several accounts which one, and goes on where they were', async () => {
    const { world } = web.http;
    const first = await web.http.tenant('First client');
    const second = await web.http.tenant('Second client');
    const created_at = new Date(world.now.real).toISOString();
    const membership = { account_id: second.accountId, person_id: first.userId, role: 'viewer' };
    await world.db
      .insertInto('membership')
      .values({ ...membership, created_at })
      .execute();
    const person = await web.person(first);
    const page = await web.arrive();
    await page.goto('/?from=a-letter');
    await signIn(page, person);
    await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
    expect(await page.title()).toBe('Choose an account · Countersign');
    await expectNoBarriers(page);
    await page.reload();
    await page.getByRole('button', { name: 'Second client' }).click();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    expect(page.url()).toBe(`${web.origin}/?from=a-letter`);
    expect(await page.getByLabel('Account').inputValue()).toBe(second.accountId);

    const leaving = await web.arrive();
    await leaving.goto('/');
    await signIn(leaving, person);
    await leaving.getByRole('button', { name: 'Sign out' }).click();
    await leaving.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

describe.skipIf(chromiumPath === undefined)('a server with a mailbox', story, () => {
  let web: WebWorld;
  let mailbox: TestPost;
  beforeAll(async () => {
    mailbox = createTestPost();
    web = await createWebWorld({ post: mailbox.post });
  });
  afterEach(() => web.leave());
  afterAll(() => web.close());

  it('mails an invitation, and shows its link to nobody', async () => {
    const page = await web.arrive();
    await enter(page, web.me, '/settings/members');
    await invite(page, 'grace@example.com', 'Send an invitation');
    await page.getByText('An invitation is on its way to grace@example.com').waitFor();
    expect(await page.getByLabel('Link').count()).toBe(0);
    await expectNoBarriers(page);

    const [mail] = await mailbox.deliver(web.http);
    const guest = await web.arrive();
    await accept(guest, `/invitation#${tokenIn(mail)}`);
    expect(await guest.getByText('Address not proved').count()).toBe(0);
  });

  it('mails a code, says what is wrong with another, and calls the address proved', async () => {
    const { db } = web.http.world;
    const member = await web.http.member(web.http.world.me as never, 'viewer');
    const person = await web.person(member);
    await db
      .updateTable('person')
      .set({ email_proved_at: null, home_account_id: member.accountId })
      .where('id', '=', member.userId)
      .execute();
    const page = await web.arrive();
    await enter(page, person, '/settings/address');
    await page.getByRole('button', { name: `Send a code to ${person.email}` }).click();
    await page.getByText(`A code is on its way to ${person.email}`).waitFor();
    await page.getByLabel('Code', { exact: true }).fill('WRONG-CODE');
    await page.getByRole('button', { name: 'Prove the address' }).click();
    await page.getByText('is not the code of the latest mail').waitFor();
    await expectNoBarriers(page);

    const [mail] = await mailbox.deliver(web.http);
    await page.getByLabel('Code', { exact: true }).fill(codeIn(mail));
    await page.getByRole('button', { name: 'Prove the address' }).click();
    await page.getByText(`${person.email} is proved`).waitFor();
    expect(await page.getByText('Address not proved').count()).toBe(0);
    await expectNoBarriers(page);
  });
});
