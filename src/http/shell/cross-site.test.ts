import { expect, it } from 'vitest';
import { isFromElsewhere, mayMutate } from './cross-site.ts';

const here = { host: 'out.example' };

function from(headers: Readonly<Record<string, string>>, publicUrl: string | null = null) {
  return isFromElsewhere({ headers: { ...here, ...headers } }, { publicUrl });
}

it('believes a browser that says where a request comes from', () => {
  expect(
    ['same-origin', 'none', 'same-site', 'cross-site', 'x'].map((site) =>
      from({ 'sec-fetch-site': site, origin: 'https://out.example' }),
    ),
  ).toEqual([false, false, true, true, true]);
  expect(from({ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:5173' })).toBe(false);
});

it('compares origins where an older browser says only that', () => {
  expect(from({ origin: 'https://out.example' })).toBe(false);
  for (const origin of ['https://evil.example', 'https://out.example.evil', 'null', '']) {
    expect(from({ origin })).toBe(true);
  }
  expect(from({ origin: 'https://known.example' }, 'https://known.example/app')).toBe(false);
  expect(from({ origin: 'https://evil.example' }, 'https://known.example')).toBe(true);
});

it('lets programs pass, who say nothing of the kind', () => {
  expect(from({})).toBe(false);
});

it('lets a cookie change something only beside its own token', () => {
  expect(mayMutate({ 'x-csrf-token': 'a' }, 'a')).toBe(true);
  expect(mayMutate({ 'x-csrf-token': 'b' }, 'a')).toBe(false);
  expect(mayMutate({ 'x-csrf-token': '' }, 'a')).toBe(false);
  expect(mayMutate({}, 'a')).toBe(false);
  expect(mayMutate({ 'x-csrf-token': 'a' }, null)).toBe(false);
});
