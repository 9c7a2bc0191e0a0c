import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shownPath } from './shown-path.ts';

const id = '019cadc6-9a80-7000-8000-000000000001';

it('shows words and ids, and neither a query nor a fragment', () => {
  const paths = [
    '/',
    '/api/v1/campaigns',
    `/api/v1/campaigns/${id}/leads`,
    '/openapi.json',
    '/api/v1/campaigns?cursor=x',
    '/api/v1/campaigns#x',
  ];
  expect(paths.map(shownPath)).toEqual([
    '/',
    '/api/v1/campaigns',
    `/api/v1/campaigns/${id}/leads`,
    '/openapi.json',
    '/api/v1/campaigns',
    '/api/v1/*',
  ]);
});

it('shows nothing that lies below the path of links, however that is written', () => {
  const paths = [
    '/u',
    '/u/',
    '/u/x',
    '/u/x/y',
    '//u/x',
    '/U/x',
    '/%75/x',
    '/%55/x',
    'http://h/u/x',
  ];
  expect(paths.map(shownPath)).toEqual([
    '/u/*',
    '/u/*',
    '/u/*',
    '/u/*',
    '//u/*',
    '/U/*',
    '/*/*',
    '/*/*',
    '*//h/u/*',
  ]);
});

it('shows nothing that is longer than an id, an API key cut short, or an address', () => {
  const texts = [`${id}0`, 'a'.repeat(43), 'cs_live_abc', 'ada@lead.example', '%41', 'a b', 'ä'];
  expect(texts.map((text) => shownPath(`/setup/${text}/x`))).toEqual(texts.map(() => '/setup/*/x'));
});

it('never shows 37 characters of one segment, and never more than 500 in all', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
      const shown = shownPath(url);
      expect(shown.split('/').filter((part) => part.length > 36)).toEqual([]);
    }),
  );
  expect(shownPath('/a'.repeat(9_000))).toBe('/a'.repeat(250));
});
