/**
 * Divides a long computation into pieces, between which everything else on the thread has its
 * turn. Counts units of work, not time: the same input is divided in the same way.
 */

/** Null where the computation may go straight on: awaiting nothing costs a little, too. */
export type Breather = (units: number) => Promise<void> | null;

export function createBreather(unitsMax: number): Breather {
  let sum = 0;
  return (units) => {
    sum += units;
    if (sum < unitsMax) return null;
    sum = 0;
    return new Promise((resolve) => setImmediate(resolve));
  };
}
