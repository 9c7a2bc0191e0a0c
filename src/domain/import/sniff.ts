/** The place where it is told from the beginning of a file what kind of file it is. */
import type { Dialect } from './csv-reader.ts';

export const fileFormats = ['csv', 'ndjson'] as const;
export type FileFormat = (typeof fileFormats)[number];

const signatures: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['a gzip archive', [0x1f, 0x8b]],
  ['an Excel workbook or a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
];

/** In words; null where it may well be text. */
export function foreignKindOf(head: Uint8Array): string | null {
  for (const [name, bytes] of signatures) {
    if (bytes.every((byte, at) => head[at] === byte)) return name;
  }
  return null;
}

/** What begins with a brace is an object a line: no header does. */
export function formatOf(head: string): FileFormat {
  return head.trimStart().startsWith('{') ? 'ndjson' : 'csv';
}

const delimiters = [',', ';', '\t', '|'] as const;
const linesLookedAt = 20;

/**
 * The delimiter that cuts the first lines into most cells, all of them into as many as the first.
 * A comma within a title, or a decimal one, does not come as often in every line.
 */
export function dialectOf(head: string): Dialect {
  const newline = head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
  const counts = delimiters.map((delimiter) => countsPerLine(head, delimiter, newline));
  let best: string = ',';
  let bestScore = 0;
  for (const [index, delimiter] of delimiters.entries()) {
    const [first = 0, ...others] = counts[index] ?? [];
    const even = others.filter((count) => count === first).length;
    const score = first * (1 + even);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return { delimiter: best, newline };
}

/** Outside of quotes. The last line may have been cut short, and counts only where it is alone. */
function countsPerLine(head: string, delimiter: string, newline: string): readonly number[] {
  const counts: number[] = [];
  let count = 0;
  let isQuoted = false;
  for (let at = 0; at < head.length && counts.length < linesLookedAt; at++) {
    const char = head[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === delimiter) count++;
    else if (char === newline) {
      counts.push(count);
      count = 0;
    }
  }
  return counts.length === 0 ? [count] : counts;
}
