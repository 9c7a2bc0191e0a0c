import { expect, it } from 'vitest';
import { z } from 'zod';
import { faultsMax, faultsOf } from './faults.ts';

function faultOf(schema: z.ZodType, input: unknown): readonly string[] {
  const parsed = z.strictObject({ a: schema }).safeParse({ a: input }, { reportInput: true });
  if (parsed.success) return [];
  return faultsOf('body', parsed.error).map(
    ({ path, type, message }) => `${path.join('.')} ${message} (${type})`,
  );
}

it.each([
  [z.string(), undefined, 'body.a is required (any.required)'],
  [z.enum(['x', 'y']), undefined, 'body.a is required (any.required)'],
  [z.union([z.string(), z.null()]), undefined, 'body.a is required (any.required)'],
  [z.string(), null, 'body.a must be a string (string.type)'],
  [z.array(z.string()), {}, 'body.a must be an array (array.type)'],
  [z.record(z.string(), z.unknown()), [], 'body.a must be an object (object.type)'],
  [z.int(), 1.5, 'body.a must be a whole number (number.integer)'],
  [z.int().max(100), 101, 'body.a must be <= 100 (number.maximum)'],
  [z.int().min(1), 0, 'body.a must be >= 1 (number.minimum)'],
  [z.string().min(1), '', 'body.a must have at least 1 character (string.min)'],
  [z.string().max(2), 'abc', 'body.a must have at most 2 characters (string.max)'],
  [z.array(z.int()).min(1), [], 'body.a must have at least 1 item (array.min)'],
  [z.array(z.int()).max(1), [1, 2], 'body.a must have at most 1 item (array.max)'],
  [z.enum(['x', 'y']), 'z', 'body.a must be one of: x, y (any.only)'],
  [z.guid(), '7', 'body.a must be a UUID (string.uuid)'],
  [
    z.iso.datetime({ offset: true }),
    'soon',
    'body.a must be an instant with its offset, such as 2026-01-31T09:00:00Z (string.date_time)',
  ],
  [z.union([z.string(), z.number()]), [], 'body.a has the wrong type (any.type)'],
])('says what is wrong (%#)', (schema, input, told) => {
  expect(faultOf(schema, input)).toEqual([told]);
});

it('tells every unknown field, and every fault besides', () => {
  const schema = z.strictObject({ b: z.array(z.strictObject({ c: z.int() })) });
  expect(faultOf(schema, { b: [{ c: 1 }, { c: '1', d: 1, e: 1 }], f: 1 })).toEqual([
    'body.a.b.1.c must be a number (number.type)',
    'body.a.b.1.d is not a field of this request (object.unknown)',
    'body.a.b.1.e is not a field of this request (object.unknown)',
    'body.a.f is not a field of this request (object.unknown)',
  ]);
});

it('stops telling somewhere', () => {
  expect(faultOf(z.array(z.int()), Array(5000).fill('x'))).toHaveLength(faultsMax);
});
