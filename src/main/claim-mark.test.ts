import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClaimMark } from './claim-mark.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'claim-mark-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, 'claim-mark');

async function withMark(
  act: (mark: Awaited<ReturnType<typeof openClaimMark>>) => Promise<unknown>,
) {
  const mark = await openClaimMark(folder);
  await act(mark);
  await mark.close();
  return mark.found;
}

describe('the mark of a data folder', () => {
  it('is the highest claim that was remembered, and none in a new folder', async () => {
    const found = await withMark(async (mark) => {
      await Promise.all([3, 1, 12, 7].map((claimNo) => mark.remember(claimNo)));
    });
    expect(found).toBeNull();
    expect(await withMark(() => Promise.resolve())).toBe(12);
  });

  it('stands in the file once it is remembered', async () => {
    await withMark(async (mark) => {
      await mark.remember(41);
      await mark.remember(40);
      expect(await readFile(file(), 'utf8')).toBe(`${'0'.repeat(18)}41\n`);
    });
  });

  it('is the database’s own once an operator has accepted that, though it is lower', async () => {
    await withMark((mark) => mark.remember(99));
    await withMark((mark) => mark.agree(7));
    expect(await withMark((mark) => mark.remember(8))).toBe(7);
    expect(await withMark(() => Promise.resolve())).toBe(8);
  });

  it('is read again by whoever holds it, when somebody else has agreed', async () => {
    await withMark(async (held) => {
      await held.remember(99);
      await withMark((other) => other.agree(7));
      expect(await held.readAgain()).toBe(7);
      await held.remember(8);
    });
    expect(await withMark(() => Promise.resolve())).toBe(8);
  });

  it('that cannot be read is none', async () => {
    await writeFile(file(), 'not a number');
    expect(await withMark(() => Promise.resolve())).toBeNull();
  });
});
