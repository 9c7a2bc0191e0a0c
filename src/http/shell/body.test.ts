import { describe, expect, it } from 'vitest';
import { parseBody } from './body.ts';
import { ProblemError } from './problem.ts';

const json = 'application/json';

function parsed(bytes: Buffer, type: string | undefined): unknown {
  return parseBody(bytes, { 'content-type': type });
}

function problemOf(bytes: Buffer, type: string | undefined): unknown {
  try {
    return parsed(bytes, type);
  } catch (error) {
    return error instanceof ProblemError ? error.problem : error;
  }
}

describe('a body', () => {
  it('is nothing when it is empty or blank, whatever it is called', () => {
    for (const type of [undefined, json, 'application/x-www-form-urlencoded', 'text/plain']) {
      expect(parsed(Buffer.alloc(0), type)).toBeUndefined();
    }
    expect(parsed(Buffer.from(' \r\n'), json)).toBeUndefined();
  });

  it('is JSON when it is called so, or nothing', () => {
    const types = [undefined, json, 'Application/JSON; charset=utf-8', 'application/problem+json'];
    for (const type of types) expect(parsed(Buffer.from('{"a":[1]}'), type)).toEqual({ a: [1] });
    expect(parsed(Buffer.from('\ufeff{}'), json)).toEqual({});
  });

  it('is refused when it is called something else', () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data', 'x', 'text/json']) {
      expect(problemOf(Buffer.from('{}'), type)).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    }
  });

  it('is refused when it is compressed', () => {
    const headers = { 'content-type': json, 'content-encoding': 'gzip' };
    expect(() => parseBody(Buffer.from('{}'), headers)).toThrow(ProblemError);
    expect(parseBody(Buffer.alloc(0), headers)).toBeUndefined();
  });

  it('is invalid where a name in it would be lost', () => {
    expect(problemOf(Buffer.from('{"rows":[{"__proto__":1}]}'), json)).toMatchObject({
      kind: 'invalid',
      faults: [{ path: ['body', 'rows', 0, '__proto__'], type: 'object.key' }],
    });
    const rows = [{ prototype: 1, constructor: 'a', __proto: 2 }];
    expect(parsed(Buffer.from(JSON.stringify({ rows })), json)).toEqual({ rows });
  });

  it('is malformed when it is not JSON, or not UTF-8', () => {
    for (const text of ['{', "{'a':1}", '{"a":1}}', 'nul']) {
      expect(problemOf(Buffer.from(text), json)).toMatchObject({ code: 'MALFORMED_REQUEST' });
    }
    expect(problemOf(Buffer.from([0x22, 0xff, 0x22]), json)).toMatchObject({
      code: 'MALFORMED_REQUEST',
      message: 'The body is not UTF-8.',
    });
  });

  it('is invalid where it says what no table can hold, or is deeper than anybody needs', () => {
    const fault = (path: readonly unknown[]) => ({
      kind: 'invalid',
      faults: [
        {
          path,
          message:
            'must not hold U+0000, half of a surrogate pair, or more levels than anybody needs',
          type: 'string.encoding',
        },
      ],
    });
    expect(problemOf(Buffer.from('{"a":["x","\\u0000"]}'), json)).toEqual(fault(['body', 'a', 1]));
    expect(problemOf(Buffer.from('{"a":"\\ud83d"}'), json)).toEqual(fault(['body', 'a']));
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(problemOf(Buffer.from(deep), json)).toMatchObject({ kind: 'invalid' });
    expect(parsed(Buffer.from('{"a":"\\ud83d\\ude00"}'), json)).toEqual({ a: '😀' });
  });
});
