import { expect, it } from 'vitest';
import { sessionCookieOf, sessionTokenIn } from './session-cookie.ts';

const token = `${'aB3-_'.repeat(8)}xyz`;
const plain = { publicUrl: null };
const secure = { publicUrl: 'https://out.example' };
const sites = [
  { site: plain, name: 'countersign_session', other: '__Host-countersign' },
  {
    site: { publicUrl: 'http://10.0.0.7' },
    name: 'countersign_session',
    other: '__Host-countersign',
  },
  { site: secure, name: '__Host-countersign', other: 'countersign_session' },
];

it('is read wherever it stands among the cookies of a browser', () => {
  for (const { site, name, other } of sites) {
    const cookies = [
      `${name}=${token}`,
      `theme=dark; ${name}=${token}`,
      `${name}=${token}; theme=dark`,
      `a=1;${name}=${token};b=2`,
      `${other}=${'x'.repeat(43)}; ${name}=${token}`,
    ];
    expect(cookies.map((text) => sessionTokenIn(text, site))).toEqual(cookies.map(() => token));
  }
});

it('is not read from what only looks like it', () => {
  for (const { site, name, other } of sites) {
    const cookies = [
      undefined,
      '',
      `${name}=`,
      `${name}=${token}x`,
      `${name}=${token.slice(1)}`,
      `x${name}=${token}`,
      `other=${name}=${token}`,
      `${name}="${token}"`,
      `${name.toUpperCase()}=${token}`,
      `${other}=${token}`,
    ];
    expect(cookies.map((text) => sessionTokenIn(text, site))).toEqual(cookies.map(() => null));
  }
});

it('is out of reach of scripts and of other sites, and of plain HTTP where there is TLS', () => {
  const session = { token, lifeSeconds: 60 };
  const rest = `=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`;
  expect(sites.map(({ site }) => sessionCookieOf(session, site))).toEqual([
    `countersign_session${rest}`,
    `countersign_session${rest}`,
    `__Host-countersign${rest}; Secure`,
  ]);
});

it('is forgotten when its session has ended', () => {
  const rest = '=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax';
  expect([plain, secure].map((site) => sessionCookieOf(null, site))).toEqual([
    `countersign_session${rest}`,
    `__Host-countersign${rest}; Secure`,
  ]);
});
