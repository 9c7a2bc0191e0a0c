import { describe, expect, it } from 'vitest';
import { enveloped, error } from './error.ts';
import { leadStatusQuery } from './lead-status.ts';
import { verdict, verdictRequest } from './verdict.ts';

const uuid = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const traceId = '507f1f77bcf86cd799439011';

describe('the envelope', () => {
  it('holds what was asked for', () => {
    const answer = {
      success: true,
      data: {
        action: 'approved',
        workflowInstanceId: uuid,
        leadStatus: {
          leadId: uuid,
          workflowStatus: 'pending',
          workflowInstanceId: uuid,
          latestStep: 'step-1',
          workflowStopReason: 'CONTENT_DISCARDED',
          hasPendingApproval: true,
        },
      },
      error: null,
      traceId,
    };
    expect(enveloped(verdict).parse(answer)).toEqual(answer);
  });

  it('holds what went wrong, in a sentence and, beside it, in structure', () => {
    const refused = {
      success: false,
      data: null,
      error: { code: 'VALIDATION_ERROR', message: 'The request failed.', details: 'leadIds' },
      traceId,
    };
    expect(error.parse(refused)).toEqual(refused);
    const structured = { ...refused, error: { ...refused.error, data: { fields: [] } } };
    expect(error.parse(structured)).toEqual(structured);
    expect(error.safeParse({ ...refused, error: { ...refused.error, code: 'OOPS' } }).success).toBe(
      false,
    );
  });
});

describe('the leads asked after', () => {
  it('are separated by commas, repeated or both, and folded in the order asked', () => {
    expect(leadStatusQuery.parse({ leadIds: 'b,a , b,' }).leadIds).toEqual(['b', 'a']);
    expect(leadStatusQuery.parse({ leadIds: ['b,a', 'c', 'a'] }).leadIds).toEqual(['b', 'a', 'c']);
  });

  it('are between 1 and 500', () => {
    const ids = (count: number) =>
      Array.from({ length: count }, (_, index) => `${index}`).join(',');
    expect(leadStatusQuery.parse({ leadIds: ids(500) }).leadIds).toHaveLength(500);
    const refused = [ids(501), '', ',', undefined];
    expect(refused.filter((leadIds) => leadStatusQuery.safeParse({ leadIds }).success)).toEqual([]);
  });
});

it('takes a bare verdict, one that names what was read, and none that misspells it', () => {
  expect(verdictRequest.parse({})).toEqual({ gateId: null, contentHash: null });
  expect(verdictRequest.parse({ gateId: uuid }).gateId).toBe(uuid);
  expect(verdictRequest.safeParse({ gate_id: uuid }).success).toBe(false);
});
