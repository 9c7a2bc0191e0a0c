/** The place where a person sits before the real server: its world, a browser, and a way in. */

import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ServerDeps } from '../../src/http/server.ts';
import { barriersIn, buildWeb, openBrowser, type Visit, visit } from './browser.ts';
import { createHttpWorld, emailOf, type HttpWorld, password, type Tenant } from './http.ts';

export type WebWorld = {
  readonly http: HttpWorld;
  readonly origin: string;
  /** Whose account the world's campaigns belong to; they can sign in. */
  readonly me: Person;
  /** Somebody of another account, or of this one, who can sign in. */
  readonly person: (of: Pick<Tenant, 'accountId' | 'userId'>) => Promise<Person>;
  /** A fresh browser profile; what it should not have done is asserted by `leave`. */
  readonly arrive: (options?: BrowserContextOptions) => Promise<Page>;
  /** Closes what is open, and complains of whatever a page complained of. */
  readonly leave: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type Person = { readonly email: string; readonly password: string };

export async function createWebWorld(overrides: Partial<ServerDeps> = {}): Promise<WebWorld> {
  const built = buildWeb();
  const http = await createHttpWorld({ webDir: built.folder, ...overrides });
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.app.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const browser: Browser = await openBrowser();
  const visits: Visit[] = [];

  async function person(of: Pick<Tenant, 'accountId' | 'userId'>): Promise<Person> {
    await http.sessionFor(of);
    return { email: emailOf(of), password };
  }

  const { accountId, userId } = http.world.me;
  return {
    http,
    origin,
    me: await person({ accountId, userId }),
    person,
    arrive: async (options) => {
      const visited = await visit(browser, origin, options);
      visits.push(visited);
      return visited.page;
    },
    leave: async () => {
      const faults = visits.flatMap((visited) => visited.faults);
      for (const visited of visits.splice(0)) await visited.close();
      expect(faults).toEqual([]);
    },
    close: async () => {
      await browser.close();
      await http.close();
      built.remove();
    },
  };
}

/** As a person does it: by the labels on the screen. */
export async function signIn(page: Page, { email, password: secret }: Person): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function enter(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(path);
  await signIn(page, person);
  await page.getByRole('button', { name: 'Sign out' }).or(menu(page)).first().waitFor();
}

/** On a narrow screen the navigation is behind it. */
export function menu(page: Page) {
  return page.getByRole('button', { name: 'Menu' });
}

export const phone = { width: 360, height: 740 };

/** A story in a browser is long, and a machine may be busy with other tests. */
export const story = { timeout: 120_000 };

/** Every screen is for everybody: read in the light and in the dark, on a desk and on a phone. */
export async function expectNoBarriers(page: Page): Promise<void> {
  const desk = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const [colorScheme, size] of [
    ['dark', phone],
    ['light', desk],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect({ colorScheme, wide, barriers: await barriersIn(page) }).toEqual({
      colorScheme,
      wide: size.width,
      barriers: [],
    });
  }
}
