import { describe, expect, it } from 'vitest';
import type { Step, Variant } from '../campaign/campaign.ts';
import type { EnvelopeFacts } from './fingerprints.ts';
import {
  contentHash,
  envelopeFingerprint,
  leadIdentityFingerprint,
  promptVersionHash,
  researchCacheFingerprint,
  stepConfigFingerprint,
} from './fingerprints.ts';

const variant: Variant = {
  label: 'B',
  weight: 100,
  type: 'PERSONALIZATION',
  templateId: 't',
  senderProfileId: 'p',
};

const step: Step = {
  step: 3,
  delayDays: 2,
  channel: 'email',
  variants: [variant],
  aiPersonalizationEnabled: true,
  trackClicks: false,
  actionType: null,
  messageTemplate: null,
  approvalRequired: null,
};

const footing = { templateVersion: 7, profileId: 'p', profileVersion: 2 };

const ada = {
  id: 'l',
  email: 'ada@example.com',
  data: { 'First Name': 'Ada', surname: 'Lovelace', company: 'Engines', shoe_size: 37 },
};

const envelope: EnvelopeFacts = {
  aliasId: 'm',
  address: 'me@ours.example',
  displayName: 'Me',
  replyTo: null,
  signature: 'Yours',
  footer: { postalAddress: '1 Main St', footerText: null, unsubscribeLine: null },
  trackClicks: false,
};

/** Computed apart from this code, from the canonical text written out by hand. */
describe('a recipe that changes without its version', () => {
  it('of a step’s fingerprint fails here', () => {
    expect(stepConfigFingerprint(step, variant, footing)).toBe(
      'v1:70aa6dbdceaef292f14d86032483647cdd8d42ed20a23556d8dca7352d1bc357',
    );
    const message: Step = {
      ...step,
      step: 1,
      channel: 'linkedin',
      actionType: 'message',
      messageTemplate: 'Hi {{ first_name }}',
    };
    const plain: Variant = { ...variant, label: 'A', type: 'TEMPLATE', templateId: null };
    const none = { templateVersion: null, profileId: null, profileVersion: null };
    expect(stepConfigFingerprint(message, plain, none)).toBe(
      'v1:5761397fefeedabb8d7f58951958c52977610b4fa0855da269876288433a7ccd',
    );
  });

  it('of a lead’s identity fails here', () => {
    expect(leadIdentityFingerprint(ada)).toBe(
      'v1:fe88e656ce7ba217c568222b4d54dace9632c06b99daa41fec460041646bb30c',
    );
  });

  it('of a prompt fails here', () => {
    expect(promptVersionHash('Write.')).toBe(
      'v1:f510ca4a26b569c222f9fce5b9a469f49472339e69ad98a49e4ae8ec48807bd1',
    );
  });

  it('of research fails here', () => {
    expect(researchCacheFingerprint([{ url: 'https://a.example', score: 0.5 }])).toBe(
      'v1:5442fbfa6eb30e24ed0f917dc6228b7cf89b6371dc843b4f0002cd452c80fdb0',
    );
    expect([researchCacheFingerprint(null), researchCacheFingerprint(undefined)]).toEqual([
      null,
      null,
    ]);
  });

  it('of an envelope fails here', () => {
    expect(envelopeFingerprint(envelope)).toBe(
      'v2:0ae99957d3ddfb0f410f101a991b48c811a48a2f24e42e0627e5b54f91e8831c',
    );
  });

  it('of content fails here', () => {
    expect(contentHash({ subject: 'Grüß', body: 'Body' })).toBe(
      'v1:38652b2b91aa86f192509b7215556f6d5636e3bbb3ef137bd1d6f67b7215a68d',
    );
  });
});

describe('a step’s fingerprint', () => {
  const print = (of: {
    step?: Partial<Step>;
    variant?: Partial<Variant>;
    footing?: Partial<typeof footing>;
  }) =>
    stepConfigFingerprint(
      { ...step, ...of.step },
      { ...variant, ...of.variant },
      { ...footing, ...of.footing },
    );

  it('changes with everything that its words rest on', () => {
    const prints = [
      print({}),
      print({ step: { step: 4 } }),
      print({ step: { channel: 'linkedin' } }),
      print({ step: { actionType: 'inmail' } }),
      print({ step: { messageTemplate: 'Hi' } }),
      print({ variant: { label: 'A' } }),
      print({ variant: { type: 'TEMPLATE' } }),
      print({ variant: { templateId: 'u' } }),
      print({ variant: { templateId: null } }),
      print({ footing: { templateVersion: 8 } }),
      print({ footing: { profileId: 'q' } }),
      print({ footing: { profileVersion: 3 } }),
    ];
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('does not change with when a step goes, or to how many', () => {
    expect(print({ step: { delayDays: 9 }, variant: { weight: 1 } })).toBe(print({}));
  });
});

describe('a lead’s fingerprint', () => {
  const print = (data: Readonly<Record<string, string | number>>) =>
    leadIdentityFingerprint({ ...ada, data: { ...ada.data, ...data } });

  it('changes with who the lead is, and with nothing else', () => {
    const prints = [
      print({}),
      print({ 'First Name': 'Grace' }),
      print({ surname: 'Hopper' }),
      print({ company: 'Navy' }),
      print({ title: 'Countess' }),
      print({ linkedin_url: 'https://l.example/ada' }),
      leadIdentityFingerprint({ ...ada, email: 'grace@example.com' }),
    ];
    expect(new Set(prints).size).toBe(prints.length);
    expect(print({ shoe_size: 38 })).toBe(print({}));
    expect(leadIdentityFingerprint({ ...ada, id: 'other' })).toBe(print({}));
  });

  it('does not change with how a column is spelled', () => {
    const { 'First Name': firstName, ...rest } = ada.data;
    const renamed = { ...ada, data: { ...rest, first_name: firstName } };
    expect(leadIdentityFingerprint(renamed)).toBe(print({}));
  });
});

describe('an envelope’s fingerprint', () => {
  it('changes with everything a recipient sees around the words', () => {
    const changes: readonly Partial<EnvelopeFacts>[] = [
      {},
      { aliasId: 'n' },
      { address: 'you@ours.example' },
      { displayName: 'You' },
      { replyTo: 'me@ours.example' },
      { signature: null },
      { footer: { ...envelope.footer, postalAddress: '2 Main St' } },
      { footer: { ...envelope.footer, footerText: 'Engines Ltd' } },
      { footer: { ...envelope.footer, unsubscribeLine: 'No more? {Say so}.' } },
      { trackClicks: true },
    ];
    const prints = changes.map((change) => envelopeFingerprint({ ...envelope, ...change }));
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('the hash of content', () => {
  it('tells where the subject ends and the body begins', () => {
    const one = contentHash({ subject: 'a\nb', body: 'c' });
    expect(contentHash({ subject: 'a', body: 'b\nc' })).not.toBe(one);
  });

  it('is of the bytes: not even two spellings of one letter are the same', () => {
    const composed = { subject: '\u00fc', body: '' };
    const decomposed = { subject: 'u\u0308', body: '' };
    expect(contentHash(composed)).not.toBe(contentHash(decomposed));
  });
});
