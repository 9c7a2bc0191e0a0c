import { expect, it } from 'vitest';
import { TroubleError, troubleIn, troubleOf } from './trouble.ts';

function answered(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

it('is told in the words of the server, with the id of the request', () => {
  const body = { detail: 'NOT_FOUND', message: 'There is no such thing here.', request_id: 'r-1' };
  expect(troubleOf(body, answered(404))).toEqual({
    status: 404,
    code: 'NOT_FOUND',
    message: 'There is no such thing here.',
    requestId: 'r-1',
    retryAfterSeconds: null,
    faults: {},
  });
});

it('says how long to wait', () => {
  const body = { detail: 'RATE_LIMITED', message: 'Too many attempts.' };
  expect(troubleOf(body, answered(429, { 'retry-after': '90' }))).toMatchObject({
    message: 'Too many attempts. Try again in 2 minutes.',
    retryAfterSeconds: 90,
  });
});

it('names each field once, by its place in the body', () => {
  const details = [
    { loc: ['body', 'password'], msg: 'must have at least 12 characters', type: 'string.min' },
    { loc: ['body', 'password'], msg: 'is too common', type: 'any.invalid' },
    { loc: ['body', 'steps', 0, 'label'], msg: 'is required', type: 'any.required' },
    { loc: ['body'], msg: 'is odd', type: 'any.type' },
  ];
  expect(troubleOf({ detail: 'VALIDATION_ERROR', details }, answered(422)).faults).toEqual({
    password: 'must have at least 12 characters',
    'steps.0.label': 'is required',
  });
});

it('makes something of an answer that is none of ours', () => {
  const headers = { 'x-request-id': 'r-2', 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' };
  expect(troubleOf('<html>Bad gateway</html>', answered(502, headers))).toEqual({
    status: 502,
    code: 'HTTP_502',
    message: 'The server answered 502 without saying why.',
    requestId: 'r-2',
    retryAfterSeconds: null,
    faults: {},
  });
});

it('is told apart where no answer came, and where the fault is ours', () => {
  const trouble = troubleOf(new TypeError('Failed to fetch'), undefined);
  expect(trouble).toMatchObject({ status: null, code: 'UNREACHABLE' });
  expect(troubleIn(new TroubleError(trouble))).toBe(trouble);
  expect(troubleIn(new TypeError('x is undefined'))).toMatchObject({ status: null, code: 'BUG' });
});
