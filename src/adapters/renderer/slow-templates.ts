/**
 * Remembers what took too long: a template is refused after a few times within minutes, and whoever
 * brings many slow ones is given less time for each. So slow templates cost seconds, not a second
 * for each lead, and other accounts wait no longer than that.
 */
import { LRUCache } from 'lru-cache';

import { sha256Hex } from '../../lib/sha256.ts';

/** Of one template. */
export const timeoutsMax = 3;
/** Of one asker, with all their templates, until they are given less time. */
export const patientTimeoutsMax = 6;
/** Still many times what a template of a mail takes: some 2 ms. */
export const impatientMsMax = 100;
const rememberedMs = 10 * 60_000;
const rememberedMax = 10_000;

export const refusedAsSlow =
  `took too long ${timeoutsMax} times in the last ` +
  `${rememberedMs / 60_000} minutes; make it simpler`;

/** The texts of a template, and who brings it. */
export type Brought = { readonly asker: string; readonly texts: readonly string[] };

export type SlowTemplates = {
  readonly isRefused: (brought: Brought) => boolean;
  readonly answerMsMax: (brought: Brought) => number;
  readonly add: (brought: Brought) => void;
};

export function createSlowTemplates(patientMsMax: number): SlowTemplates {
  const timeouts = new LRUCache<string, number>({ max: rememberedMax, ttl: rememberedMs });
  const count = (key: string): number => timeouts.get(key) ?? 0;
  return {
    isRefused: ({ texts }) => timeouts.size > 0 && count(keyFor(texts)) >= timeoutsMax,
    answerMsMax: ({ asker }) =>
      count(asker) >= patientTimeoutsMax ? Math.min(impatientMsMax, patientMsMax) : patientMsMax,
    add: ({ asker, texts }) => {
      for (const key of [asker, keyFor(texts)]) timeouts.set(key, count(key) + 1);
    },
  };
}

function keyFor(texts: readonly string[]): string {
  return sha256Hex(JSON.stringify(texts));
}
