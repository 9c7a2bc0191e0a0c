import { expect, it } from 'vitest';
import { changedSince } from './approval.ts';

const then = { stepConfig: 's', leadIdentity: 'l', resolvedPrompt: 'p', envelope: 'e' };

it('an approval stands while everything it was given on is the same', () => {
  expect(changedSince(then, { ...then })).toEqual([]);
});

it('every part that changed is named, and no other', () => {
  expect(changedSince(then, { ...then, stepConfig: 'x' })).toEqual([
    'the step, its template or its sender profile',
  ]);
  expect(changedSince(then, { ...then, leadIdentity: 'x' })).toEqual([
    "the lead's name, company or address",
  ]);
  expect(changedSince(then, { ...then, resolvedPrompt: 'x' })).toEqual(['the prompt']);
  expect(changedSince(then, { ...then, envelope: 'x' })).toEqual([
    'the mailbox it leaves from or its footer',
  ]);
  const others = { stepConfig: 'x', leadIdentity: 'x', resolvedPrompt: 'x', envelope: 'x' };
  expect(changedSince(then, others)).toHaveLength(4);
});

it('a mailbox that is gone is another one', () => {
  const { envelope: _gone, ...now } = then;
  expect(changedSince(then, now)).toEqual(['the mailbox it leaves from or its footer']);
});

it('a draft is bound to no mailbox', () => {
  const { envelope: _none, ...draft } = then;
  expect(changedSince(draft, { ...draft })).toEqual([]);
});
