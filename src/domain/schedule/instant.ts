/** The place where a point in the engine's time is a number, and a span of it a pair of them. */

/** Epoch milliseconds of the engine's clock. */
export type Instant = number;

/** `[start, end)` */
export type Span = { readonly start: Instant; readonly end: Instant };

/** No instant at all: later than every other. PostgreSQL's 'infinity'. */
export const never: Instant = Number.POSITIVE_INFINITY;

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export function within(span: Span, at: Instant): boolean {
  return span.start <= at && at < span.end;
}
