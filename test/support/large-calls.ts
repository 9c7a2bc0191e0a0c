/** Makes calls whose bodies are as large as their route takes, in bytes or in values, or larger. */
import { bodyLimitOf } from '../../src/contract/shared/body-limit.ts';
import { type EveryRoute, isMutation, pathOf, type Sample } from './every-route.ts';
import type { FuzzedCall, Ground } from './fuzz-calls.ts';

const json = { 'content-type': 'application/json' };

/** Null where the route reads no JSON. */
export function largeCallOf(
  route: EveryRoute,
  { samples }: Pick<Ground, 'samples'>,
  round: number,
): FuzzedCall | null {
  const [sample] = samples;
  if (sample === undefined || !isMutation(route) || route.takes !== undefined) return null;
  const make = shapes[round % shapes.length];
  const text = make?.(route, sample) ?? '{}';
  return { url: pathOf(route, sample.params ?? {}), headers: json, payload: Buffer.from(text) };
}

type Shape = (route: EveryRoute, sample: Sample) => string;

/** What a sample holds, with one more member of so many bytes. */
const shapes: readonly Shape[] = [
  (route, sample) => withMember(sample, `"${'a'.repeat(bytesLeft(route, sample))}"`),
  (route, sample) => withMember(sample, `"${'é'.repeat(bytesLeft(route, sample) / 2)}"`),
  (route, sample) => withMember(sample, `"${'\\u0041'.repeat(bytesLeft(route, sample) / 6)}"`),
  (route) => rowsOf(route, (n) => `{${members(50, n)}}`),
  (route) => `{"name":"n","rows":[{${members(bodyLimitOf(route).valuesMax - 100, 0)}}]}`,
  (route) => rowsOf(route, () => '[]'),
  (route) => '['.repeat(bodyLimitOf(route).valuesMax - 1),
  (route) => `[${'1,'.repeat(bodyLimitOf(route).bytesMax / 2 - 2)}1]`,
  (route, sample) => withMember(sample, `"${'a'.repeat(bodyLimitOf(route).bytesMax)}"`),
];

function bytesLeft(route: EveryRoute, sample: Sample): number {
  return bodyLimitOf(route).bytesMax - JSON.stringify(sample.body ?? {}).length - 100;
}

function withMember({ body = {} }: Sample, value: string): string {
  const text = JSON.stringify(body);
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}"name":${value}}`;
}

function rowsOf(route: EveryRoute, row: (n: number) => string): string {
  const each = row(0).split(',').length + 1;
  const count = Math.floor((bodyLimitOf(route).valuesMax - 100) / each);
  return `{"name":"n","rows":[${Array.from({ length: count }, (_, n) => row(n)).join(',')}]}`;
}

function members(count: number, from: number): string {
  return Array.from({ length: count }, (_, n) => `"c${from}_${n}":"${n}"`).join(',');
}
