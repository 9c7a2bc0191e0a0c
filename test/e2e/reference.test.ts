/** The reference at /docs is read in a browser that can reach nobody but the server itself. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../support/http.ts';

const executablePath = process.env['COUNTERSIGN_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))('the reference, in a browser', () => {
  let http: HttpWorld;
  let browser: Browser;
  let base: string;
  beforeAll(async () => {
    http = await createHttpWorld();
    await http.app.listen({ port: 0, host: '127.0.0.1' });
    base = `http://127.0.0.1:${(http.app.server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await http.close();
  });

  it('shows every group of routes, asks nobody else, and obeys its policy', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${base}/docs`);
    await page.getByRole('heading', { name: 'Countersign', exact: true }).waitFor();
    await page.getByText('Create a campaign in draft').first().waitFor();
    const strange = asked.filter((url) => !/^(?:data|blob):/.test(url) && !url.startsWith(base));
    expect(strange).toEqual([]);
    expect(complaints).toEqual([]);
    expect(asked).toContain(`${base}/openapi.json`);
  });
});
