import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';

const asked = (...argv: string[]) => {
  const parsed = parseCommandLine(argv);
  if (parsed.kind === 'said') throw new Error(parsed.error);
  return parsed.asked;
};

describe('a command line', () => {
  test.each([
    { argv: [], is: { command: 'start', role: null } },
    { argv: ['serve'], is: { command: 'start', role: 'serve' } },
    { argv: ['work'], is: { command: 'start', role: 'work' } },
    { argv: ['migrate'], is: { command: 'migrate', json: false } },
    { argv: ['doctor', '--json'], is: { command: 'doctor', json: true } },
    { argv: ['version', '--json'], is: { command: 'version', json: true } },
    { argv: ['keys', 'list'], is: { command: 'keys list', account: null, json: false } },
    {
      argv: ['keys', 'create', '--name', 'n', '--permissions', 'a, b'],
      is: {
        command: 'keys create',
        name: 'n',
        account: null,
        permissions: ['a', 'b'],
        json: false,
      },
    },
    { argv: ['keys', 'revoke', 'x'], is: { command: 'keys revoke', id: 'x', json: false } },
    { argv: ['keys', 'rotate-secret'], is: { command: 'keys rotate-secret', json: false } },
    {
      argv: ['people', 'password', 'a@b.c'],
      is: { command: 'people password', email: 'a@b.c', account: null, json: false },
    },
    { argv: ['backup', 'a/b'], is: { command: 'backup', file: 'a/b', json: false } },
    { argv: ['restore', 'b', '--json'], is: { command: 'restore', file: 'b', json: true } },
    { argv: ['fence'], is: { command: 'fence', json: false } },
    { argv: ['fence', '--json'], is: { command: 'fence', json: true } },
    {
      argv: ['fence', 'accept'],
      is: { command: 'fence accept', nothingWasSent: false, json: false },
    },
    {
      argv: ['fence', 'accept', '--nothing-was-sent', '--json'],
      is: { command: 'fence accept', nothingWasSent: true, json: true },
    },
  ])('$argv is understood', ({ argv, is }) => {
    expect(asked(...argv)).toEqual(is);
  });

  test.each([
    [['fency']],
    [['keys']],
    [['keys', 'create']],
    [['backup']],
    [['restore', 'a', 'b']],
    [['fence', 'accept', 'everything']],
    [['fence', 'accept', '--all']],
    [['serve', '--json']],
  ])('%j is misused: nothing runs, the exit code is 2, and help is named', (argv) => {
    const parsed = parseCommandLine(argv);
    expect(parsed).toMatchObject({ kind: 'said', out: '', code: 2 });
    expect(parsed.kind === 'said' && parsed.error).toMatch(
      /^(error: .*\n.*--help|Usage: countersign)/s,
    );
  });

  test.each([
    [[]],
    [['serve']],
    [['work']],
    [['migrate']],
    [['doctor']],
    [['keys']],
    [['keys', 'list']],
    [['keys', 'create']],
    [['keys', 'revoke']],
    [['backup']],
    [['restore']],
    [['fence']],
    [['fence', 'accept']],
    [['version']],
  ])('%j has help, and asking for it is no failure', (argv) => {
    const parsed = parseCommandLine([...argv, '--help']);
    expect(parsed).toMatchObject({ kind: 'said', error: '', code: 0 });
    expect(parsed.kind === 'said' && parsed.out).toMatch(/^Usage: countersign/);
  });
});
