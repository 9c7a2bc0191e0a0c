import { describe, expect, it } from 'vitest';
import { preconditionOf } from './if-match.ts';
import { ProblemError } from './problem.ts';

describe('If-Match', () => {
  it.each([
    [null, null],
    ['*', 'any'],
    [' * ', 'any'],
    ['"a"', ['a']],
    ['"a", "b"', ['a', 'b']],
    ['"a","b" ,\t"c"', ['a', 'b', 'c']],
    // RFC 9110 section 5.6.1: a recipient must take empty elements of a list.
    [', "a",,', ['a']],
    ['"a,b"', ['a,b']],
    ['""', ['']],
    // Weak: strong comparison never matches it.
    ['W/"a"', []],
    ['W/"a", "b"', ['b']],
  ])('%j is %j', (header, precondition) => {
    expect(preconditionOf(header)).toEqual(precondition);
  });

  it.each(['', 'a', '"a', 'w/"a"', '"a" "b"', '*, "a"', '"a", *', ',', '"a b"'])(
    '%j is none',
    (header) => {
      expect(() => preconditionOf(header)).toThrow(ProblemError);
    },
  );
});
