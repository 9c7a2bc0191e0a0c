import { describe, expect, it } from 'vitest';
import { unkeptIn } from './unkept.ts';

const found = (text: string) => unkeptIn(JSON.parse(text));

describe('what JSON can say and nobody can keep', () => {
  it('is a number beyond all numbers, and a whole one beyond 2^53', () => {
    expect(found('{"a":[1,1e400]}')).toEqual({ at: ['a', 1], why: 'infinite' });
    expect(found('-1e400')).toEqual({ at: [], why: 'infinite' });
    expect(found('[9007199254740993]')).toEqual({ at: [0], why: 'inexact' });
    expect(found('[-9007199254740992]')).toEqual({ at: [0], why: 'inexact' });
    expect(found('[9007199254740991,-9007199254740991,0.1,1e-400,-0]')).toBeNull();
  });

  it('is the name that an object keeps for itself, however it is spelt', () => {
    for (const name of ['__proto__', '\\u005f_proto__', '_\\u005fproto__']) {
      expect(found(`{"a":[{"${name}":1}]}`)).toEqual({ at: ['a', 0, '__proto__'], why: 'name' });
    }
    expect(found('{"__proto":1,"constructor":{"prototype":2},"a":"__proto__"}')).toBeNull();
  });

  it('is a text that no table can hold, and what is nested too deep', () => {
    expect(found('{"a":"\\u0000"}')).toEqual({ at: ['a'], why: 'text' });
    expect(found('{"a":{"\\ud83d":1}}')).toEqual({ at: ['a'], why: 'text' });
    expect(found(`${'['.repeat(65)}${']'.repeat(65)}`)?.why).toBe('depth');
    expect(found(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeNull();
  });
});
