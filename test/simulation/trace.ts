/**
 * The place where it is kept what happened, in order: the last of it to read, all of it as one
 * hash.
 */
import { hashText } from './seeded.ts';

export type Trace = {
  readonly note: (line: string) => void;
  /** Equal hashes: the same operations in the same order with the same faults. */
  readonly hash: () => string;
  readonly tail: () => readonly string[];
  readonly length: () => number;
};

export function createTrace(keptMax = 60): Trace {
  const ring: string[] = [];
  let count = 0;
  let low = 0x811c9dc5;
  let high = 0x01234567;
  return {
    note: (line) => {
      ring[count % keptMax] = line;
      count += 1;
      low = hashText(line, low);
      high = hashText(line, high ^ low);
    },
    hash: () => high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0'),
    tail: () =>
      count <= keptMax
        ? ring.slice()
        : [...ring.slice(count % keptMax), ...ring.slice(0, count % keptMax)],
    length: () => count,
  };
}
