/** The place where what Zod complains of becomes faults that a caller can act on. */
import type { z } from 'zod';
import type { Fault } from './problem.ts';

type Issue = z.core.$ZodIssue;
type OneFault = Exclude<Issue, { code: 'unrecognized_keys' }>;

/** A thousand rows of wrong cells are told by their first faults. */
export const faultsMax = 1000;

const plainFormats: Readonly<Record<string, readonly [type: string, message: string]>> = {
  guid: ['string.uuid', 'must be a UUID'],
  datetime: [
    'string.date_time',
    'must be an instant with its offset, such as 2026-01-31T09:00:00Z',
  ],
};

export function faultsOf(part: 'body' | 'query', error: z.core.$ZodError): readonly Fault[] {
  return error.issues
    .flatMap((issue) => faultsOfIssue(issue))
    .slice(0, faultsMax)
    .map((fault) => ({ ...fault, path: [part, ...fault.path] }));
}

function faultsOfIssue(issue: Issue): readonly Fault[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'is not a field of this request',
      type: 'object.unknown',
    }));
  }
  const [type, message] = wordingOf(issue);
  return [{ path, message, type }];
}

const missing = ['any.required', 'is required'] as const;

/** Parsed with `reportInput`, so that what is missing can be told from what is of another kind. */
function wordingOf(issue: OneFault): readonly [type: string, message: string] {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? missing : typeWording(issue.expected);
    case 'invalid_value':
      if (issue.input === undefined) return missing;
      return ['any.only', `must be one of: ${issue.values.map(String).join(', ')}`];
    case 'invalid_union':
      return issue.input === undefined ? missing : ['any.type', 'has the wrong type'];
    case 'too_small':
    case 'too_big':
      return boundWording(issue);
    case 'invalid_format':
      return plainFormats[issue.format] ?? ['string.pattern', issue.message];
    case 'invalid_key':
      return ['object.key', 'has a name that is not allowed'];
    case 'not_multiple_of':
    case 'invalid_element':
      return ['any.invalid', issue.message];
    case 'custom':
      return [String(issue.params?.['type'] ?? 'any.invalid'), issue.message];
  }
}

function typeWording(expected: string): readonly [type: string, message: string] {
  if (expected === 'int') return ['number.integer', 'must be a whole number'];
  const kind = expected === 'record' ? 'object' : expected;
  return [`${kind}.type`, `must be ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`];
}

function boundWording(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
): readonly [type: string, message: string] {
  const isMinimum = issue.code === 'too_small';
  const bound = isMinimum ? issue.minimum : issue.maximum;
  const [edge, side] = isMinimum ? ['min', 'least'] : ['max', 'most'];
  if (issue.origin === 'string') {
    return [`string.${edge}`, `must have at ${side} ${bound} character${bound === 1 ? '' : 's'}`];
  }
  if (issue.origin === 'array') {
    return [`array.${edge}`, `must have at ${side} ${bound} item${bound === 1 ? '' : 's'}`];
  }
  const sign = `${isMinimum ? '>' : '<'}${issue.inclusive === false ? '' : '='}`;
  return [`number.${edge}imum`, `must be ${sign} ${bound}`];
}
