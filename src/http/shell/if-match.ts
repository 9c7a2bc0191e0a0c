/** The place where `If-Match` is read, as RFC 9110 section 13.1.1 has it. */
import type { Precondition } from '../../domain/tags.ts';
import { ProblemError, unfit } from './problem.ts';

const entityTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;
/** A comma may stand within a tag: a tag is read whole, then the comma after it. */
const listed = /^[ \t]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/;

/** A weak tag is compared strongly, and so never matches: it is left out of the list. */
export function preconditionOf(header: string | null): Precondition {
  if (header === null) return null;
  if (header.trim() === '*') return 'any';
  const tags: string[] = [];
  let count = 0;
  for (let rest = header; rest !== ''; ) {
    const item = listed.exec(rest);
    if (item === null) throw malformed;
    rest = rest.slice(item[0].length);
    const [, weak, tag] = entityTag.exec(item[1] ?? '') ?? [];
    if (tag === undefined) continue;
    count++;
    if (weak === undefined) tags.push(tag);
  }
  if (count === 0) throw malformed;
  return tags;
}

const malformed = new ProblemError(
  unfit('MALFORMED_REQUEST', 'If-Match must be *, or ETags in double quotes with commas between.'),
);
