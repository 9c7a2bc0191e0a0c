import { expect, it } from 'vitest';
import {
  limitWithin,
  pageBytesMax,
  pageOf,
  readIdCursor,
  readIndexCursor,
  readTimeCursor,
  timeKeyOf,
} from './page.ts';

const id = '019cadc6-9a80-7000-8000-000000000001';
const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

it('goes on after the last row that was given out', () => {
  const rows = [3, 2, 1].map((createdAt) => ({ createdAt, id }));
  const page = pageOf(rows, 2, timeKeyOf);
  expect(page.items).toEqual(rows.slice(0, 2));
  expect(readTimeCursor(page.nextCursor)).toEqual({ ok: true, value: rows[1] });
  expect(pageOf(rows, 3, timeKeyOf).nextCursor).toBeNull();
});

it('has as many items as fit, and always one', () => {
  const half = pageBytesMax / 2;
  expect(limitWithin([], 50)).toBe(50);
  expect(limitWithin([half, half], 50)).toBe(50);
  expect(limitWithin([half, half, 1], 50)).toBe(2);
  expect(limitWithin([half, half + 1, 1], 50)).toBe(1);
  expect(limitWithin([3 * half, 1], 50)).toBe(1);
  expect(limitWithin([half, half, 1], 2)).toBe(2);
});

it('reads no cursor but its own, nor one that no table could be asked with', () => {
  const refused = { ok: false, failure: { code: 'VALIDATION_ERROR' } };
  const late = 253_402_300_799_999;
  expect(readTimeCursor(cursorOf([late, id]))).toMatchObject({ ok: true });
  for (const at of [late + 1, -late, 8.64e15, 0.5, 'x', null]) {
    expect(readTimeCursor(cursorOf([at, id]))).toMatchObject(refused);
  }
  expect(readIndexCursor(cursorOf([2_147_483_647]))).toMatchObject({ ok: true });
  for (const index of [2_147_483_648, 8.64e15, 0.5, '1', null]) {
    expect(readIndexCursor(cursorOf([index]))).toMatchObject(refused);
  }
  for (const text of ['', 'x', cursorOf({}), cursorOf([]), cursorOf([0, 'x']), cursorOf('x')]) {
    expect(readTimeCursor(text)).toMatchObject(refused);
    expect(readIdCursor(text)).toMatchObject(refused);
  }
});
