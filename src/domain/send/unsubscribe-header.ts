/** The place where a mail says to programs how its recipient unsubscribes (RFC 2369, RFC 8058). */

export type HeaderField = readonly [name: string, value: string];

/**
 * One URI, and no other beside it: RFC 8058 has a POST go to that one. No mailto, as long as
 * nobody reads what would come there: an unsubscribing that is not obeyed is worse than none.
 */
export function listUnsubscribe(link: string): readonly HeaderField[] {
  return [
    ['List-Unsubscribe', `<${link}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ];
}
