/** The place where an e-mail address gets its one spelling. */

/** RFC 5321 4.5.3.1: the longest path that fits a RCPT command. */
export const addressLengthMax = 254;

// Deliberately narrower than RFC 5322: no comments, no quoted local parts, a dot in the domain.
const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const topLevel = '[a-z](?:[a-z0-9-]{0,61}[a-z0-9])';
const shape = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+${topLevel}$`);

/**
 * Lower case throughout: the local part is case-sensitive by the letter of the RFC and nowhere
 * else, and two spellings of one address must never be mailed twice. Null where it cannot be an
 * address.
 */
export function normaliseAddress(text: string): string | null {
  const address = text.trim().normalize('NFC').toLowerCase();
  if (address.length > addressLengthMax || !shape.test(address)) return null;
  if (address.indexOf('@') > 64) return null;
  return address;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
