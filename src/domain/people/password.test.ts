import { expect, it } from 'vitest';
import { normalisePassword, passwordFault } from './password.ts';

function faultOf(password: string): string | null {
  return passwordFault(password, { email: 'ada@example.com', path: 'password' })?.type ?? null;
}

it('may be any twelve characters, in any script', () => {
  expect(faultOf('correct horse')).toBeNull();
  expect(faultOf('zwölf Bücher')).toBeNull();
  expect(faultOf('🦊🐝🐳🦉🐢🦋🐌🐞🦀🐙🦑🐠')).toBeNull();
  expect(faultOf('eleven char')).toBe('password.short');
  expect(faultOf('🦊🐝🐳🦉🐢🦋')).toBe('password.short');
});

it('may not be one character over and over, nor the address', () => {
  expect(faultOf('aaaaaaaaaaaaaaa')).toBe('password.plain');
  expect(faultOf('121212121212')).toBe('password.plain');
  expect(faultOf('Ada@Example.com')).toBe('password.email');
  const fault = passwordFault('adalovelace1', { email: 'adalovelace@b.example', path: 'p' });
  expect(fault).toMatchObject({ path: ['p'], type: 'password.email' });
});

it('is the same on every keyboard', () => {
  expect(normalisePassword('Zu\u0308rich')).toBe(normalisePassword('Zürich'));
});
