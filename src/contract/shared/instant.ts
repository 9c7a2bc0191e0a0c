/** The place where instants are read with any offset and written in UTC with milliseconds. */
import { z } from 'zod';
import { isStorableInstant } from '../../lib/storable.ts';

/** In a request: RFC 3339 with `Z` or an offset; handed on as epoch milliseconds. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .refine((text) => isStorableInstant(Date.parse(text)), {
    error: 'must be an instant of the years 1 to 9999',
  })
  .transform((text) => Date.parse(text));

/** In a response. */
export const instant = z.iso.datetime({ precision: 3 });

export function formatInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Never is no instant: the wire has null for it. */
export function formatInstantOrNull(epochMs: number | null): string | null {
  return epochMs === null || !Number.isFinite(epochMs) ? null : formatInstant(epochMs);
}
