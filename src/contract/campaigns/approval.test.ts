import { describe, expect, it } from 'vitest';
import { approvalChange, approveRequest, resetRequest, unapproveRequest } from './approval.ts';

const uuid = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const at = '2023-11-07T05:31:56.000Z';
const least = { step_index: 1, variant_label: 'A', subject: 'Hello', body: 'Hello.' };

describe('an approval', () => {
  it('needs a step, a variant and the text; the rest is nothing unless it is given', () => {
    expect(approveRequest.parse(least)).toEqual({
      ...least,
      custom_prompt: null,
      prompt_snapshot: null,
      model: null,
      generation_latency_ms: null,
      expected_step_config_fingerprint: null,
      draft_id: null,
      expected_content_hash: null,
    });
    const research_sources = [{ url: 'https://example.com' }];
    expect(approveRequest.parse({ ...least, research_sources })).toMatchObject({
      research_sources,
    });
  });

  it.each([
    ['step_index', [0, 33, null, undefined], [1, 32]],
    ['variant_label', ['', 'a'.repeat(11), undefined], ['a'.repeat(10)]],
    ['subject', ['', 'a'.repeat(999), 'a\r\nBcc: b', undefined], ['a'.repeat(998)]],
    ['body', ['', 'a'.repeat(50_001), undefined], ['a'.repeat(50_000), 'a\r\nb']],
    ['custom_prompt', ['a'.repeat(32_001)], ['a'.repeat(32_000), null]],
    ['prompt_snapshot', ['a'.repeat(32_001)], ['a'.repeat(32_000), null]],
    ['generation_latency_ms', [-1, 0.5], [0, null]],
    ['draft_id', ['7'], [uuid, null]],
    ['colour', ['red'], []],
  ])('holds %s to its range', (field, refused, accepted) => {
    const isRead = (value: unknown) =>
      approveRequest.safeParse({ ...least, [field]: value }).success;
    expect(refused.filter(isRead)).toEqual([]);
    expect(accepted.filter((value) => !isRead(value))).toEqual([]);
  });

  it('is withdrawn by its step, or all of them by none', () => {
    expect(unapproveRequest.parse({ step_index: 16 })).toEqual({ step_index: 16 });
    expect(resetRequest.parse({})).toEqual({ step_indices: null });
    expect(resetRequest.parse({ step_indices: [] })).toEqual({ step_indices: [] });
    expect(resetRequest.safeParse({ step_indices: [33] }).success).toBe(false);
  });

  it('is told with the entry that was written, or without one', () => {
    const change = {
      campaign_id: uuid,
      campaign_lead_id: uuid,
      updated_at: at,
      step_index: 16,
      approved_steps: [16],
      approved_entry: {
        subject: 'Hello',
        body: 'Hello.',
        prompt_snapshot: 'Write.',
        prompt_version_hash: 'v1:0',
        lead_identity_fingerprint: 'v1:1',
        step_index: 16,
        variant_label: 'A',
        step_config_fingerprint: 'v1:2',
        approved_at: at,
        approved_by: `key:${uuid}`,
        research_cache_fingerprint: 'v1:3',
        sender_profile_id: uuid,
        template_id: uuid,
        model: 'a model',
        generation_latency_ms: 123,
      },
    };
    expect(approvalChange.parse(change)).toEqual(change);
    const without = { ...change, step_index: null, approved_entry: null };
    expect(approvalChange.parse(without)).toEqual(without);
  });
});
