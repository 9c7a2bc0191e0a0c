import { expect, it } from 'vitest';
import { toSnakeMembers, toSnakePath } from './words.ts';

it('renames our fields in a path, and leaves the names that a person gave', () => {
  expect(toSnakePath(['steps', 0, 'variants', 1, 'templateId'])).toEqual([
    'steps',
    0,
    'variants',
    1,
    'template_id',
  ]);
  expect(toSnakePath(['rows', 7, 'FirstName'])).toEqual(['rows', 7, 'FirstName']);
  expect(toSnakePath(['senderData', 'customPrompt'])).toEqual(['sender_data', 'customPrompt']);
  expect(toSnakePath(['alias_ids', 0])).toEqual(['alias_ids', 0]);
});

it('renames what is structured throughout', () => {
  expect(toSnakeMembers({ rowIndex: null, sampleRows: [1], gate: { gateId: 'a' } })).toEqual({
    row_index: null,
    sample_rows: [1],
    gate: { gate_id: 'a' },
  });
});
