/** Decides how large the body of a route may be: by what its fields can hold. */

export type BodyLimit = {
  readonly bytesMax: number;
  /** Values of any kind, those in lists and objects included: what is read at once is bounded. */
  readonly valuesMax: number;
};

const kib = 1024;
const mib = 1024 * kib;

export const bodyLimits = {
  /** Of a route that needs none, or that anybody may ask. */
  small: { bytesMax: 64 * kib, valuesMax: 1_000 },
  /** An approval: 50,000 characters of body and two prompts of 32,000, each escaped to 6 bytes. */
  plain: { bytesMax: mib, valuesMax: 10_000 },
  /** One row of a dataset: a million characters. */
  row: { bytesMax: 4 * mib, valuesMax: 10_000 },
  /** Ten steps of 50,000 characters, given back twice: as they are and as they shall be. */
  campaign: { bytesMax: 4 * mib, valuesMax: 10_000 },
  /** A thousand suppressions, each with a note of 1,000 characters. */
  suppressions: { bytesMax: 8 * mib, valuesMax: 10_000 },
  /** A thousand wide rows. */
  rows: { bytesMax: 16 * mib, valuesMax: 60_000 },
} as const satisfies Readonly<Record<string, BodyLimit>>;

export type BodyLimitName = keyof typeof bodyLimits;

type Limited = {
  readonly body?: unknown;
  readonly open?: true;
  readonly bodyLimit?: BodyLimitName;
};

export function bodyLimitOf({ body, open, bodyLimit }: Limited): BodyLimit {
  return bodyLimits[bodyLimit ?? (body === undefined || open === true ? 'small' : 'plain')];
}

/** For the document, and for whoever is refused. */
export function limitInWords({ bytesMax, valuesMax }: BodyLimit): string {
  const size = bytesMax < mib ? `${bytesMax / kib} KiB` : `${bytesMax / mib} MiB`;
  return `at most ${size} and at most ${valuesMax.toLocaleString('en-US')} values`;
}
