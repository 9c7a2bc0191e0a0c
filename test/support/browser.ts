/** The place where a test gets a browser, and learns of all that a page should not have done. */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where there is none: then the suite says aloud that it is skipped. */
export const chromiumPath = [process.env['COUNTERSIGN_TEST_CHROMIUM'] ?? '', ...places].find(
  (path) => path !== '' && existsSync(path),
);

const waitMsMax = 30_000;

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Root has no sandbox to give; CI runs as root, in a container of its own.
  ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
];

export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no chromium here');
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}

export type Visit = {
  readonly page: Page;
  /** What a page should not do: complain, break its policy, fail, or call another host. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
};

/** A profile of its own: no cookie and no choice of an earlier test. */
export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...options,
  });
  // Before the test as a whole is given up: the message then names what was waited for.
  context.setDefaultTimeout(waitMsMax);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    // What a browser notes of a refusal is the refusal itself, and the test has asked for it.
    const isRefusal = message.text().startsWith('Failed to load resource');
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`asked: ${request.url()}`);
  });
  return { page, faults, close: () => context.close() };
}

/** What in the page as it stands cannot be read or operated by some; none, it should be. */
export async function barriersIn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/**
 * The real build, brought up to date as a start would; a copy of it, for whoever builds meanwhile
 * takes the old one away.
 */
export function buildWeb(): { readonly folder: string; readonly remove: () => void } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs', 'web'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const folder = mkdtempSync(join(tmpdir(), 'countersign-web-'));
  cpSync('dist/web', folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
