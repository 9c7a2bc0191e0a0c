import { expect, it } from 'vitest';
import { sessionCookieOf, sessionTokenIn } from './session-cookie.ts';

const token = `${'aB3-_'.repeat(8)}xyz`;

it('is read wherever it stands among the cookies of a browser', () => {
  const cookies = [
    `countersign_session=${token}`,
    `theme=dark; countersign_session=${token}`,
    `countersign_session=${token}; theme=dark`,
    `a=1;countersign_session=${token};b=2`,
  ];
  expect(cookies.map(sessionTokenIn)).toEqual(cookies.map(() => token));
});

it('is not read from what only looks like it', () => {
  const cookies = [
    undefined,
    '',
    'countersign_session=',
    `countersign_session=${token}x`,
    `countersign_session=${token.slice(1)}`,
    `xcountersign_session=${token}`,
    `other=countersign_session=${token}`,
    `countersign_session="${token}"`,
  ];
  expect(cookies.map(sessionTokenIn)).toEqual(cookies.map(() => null));
});

it('is out of reach of scripts and of other sites, and of plain HTTP where there is TLS', () => {
  const session = { token, lifeSeconds: 60 };
  const plain = `countersign_session=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`;
  expect(sessionCookieOf(session, { publicUrl: null })).toBe(plain);
  expect(sessionCookieOf(session, { publicUrl: 'http://10.0.0.7' })).toBe(plain);
  expect(sessionCookieOf(session, { publicUrl: 'https://out.example' })).toBe(`${plain}; Secure`);
});

it('is forgotten when its session has ended', () => {
  expect(sessionCookieOf(null, { publicUrl: null })).toBe(
    'countersign_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
  );
});
