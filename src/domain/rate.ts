/** The place where requests a minute are counted: in windows, given out in portions. */

/** Of the real clock; all processes begin them at the same instants. */
export const windowMs = 60_000;
/**
 * What one process takes of a window at most. It keeps what it does not use: then another refuses
 * that many too early.
 */
export const portionMax = 1_000;
/** Of what is left: portions get smaller towards the end, so that little of it lies unused. */
export const portionShare = 16;

export function windowStartOf(real: number): number {
  return real - (real % windowMs);
}
