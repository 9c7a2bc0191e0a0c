import { expect, it } from 'vitest';
import { systemSenderOf, systemServerOf } from './system-mail.ts';

it('a server is a URL: TLS from the start, or STARTTLS, or neither on this machine alone', () => {
  const auth = { username: 'me@example.com', password: 'p:a/ss' };
  expect(systemServerOf('smtps://me%40example.com:p%3Aa%2Fss@mail.example.com')).toEqual({
    host: 'mail.example.com',
    port: 465,
    security: 'tls',
    auth,
  });
  const server = (text: string) => {
    const { port, security } = systemServerOf(text) ?? {};
    return [port, security];
  };
  expect(server('smtp://mail.example.com')).toEqual([587, 'starttls']);
  expect(server('smtp://mail.example.com:2525/')).toEqual([2525, 'starttls']);
  expect(server('smtp://127.0.0.1')).toEqual([25, 'none']);
  expect(server('smtp://localhost:1025')).toEqual([1025, 'none']);
  expect(server('smtp://[::1]:1025')).toEqual([1025, 'none']);
  expect(server('smtp://127.0.0.1.example.com')).toEqual([587, 'starttls']);
});

it('anything else is no server', () => {
  for (const text of [
    '',
    'mail.example.com',
    'https://mail.example.com',
    'smtp://',
    'smtp://mail.example.com/path',
    'smtp://mail.example.com?tls=no',
    'smtp://%E0%A4%A@mail.example.com',
  ]) {
    expect([text, systemServerOf(text)]).toEqual([text, null]);
  }
});

it('a sender is an address, with a name or without', () => {
  expect(systemSenderOf('Team@Example.com')).toEqual({
    address: 'team@example.com',
    displayName: 'Countersign',
  });
  expect(systemSenderOf('"The Team" <team@example.com>')).toEqual({
    address: 'team@example.com',
    displayName: 'The Team',
  });
  for (const text of ['', 'nobody', 'A <b>', 'A\r\nBcc: x <a@b.example>', '<a@b.example> c']) {
    expect([text, systemSenderOf(text)]).toEqual([text, null]);
  }
});
