/** The place where it is judged whether a password may be one. */
import type { FieldFault } from '../failure.ts';

/** Length is what helps; kinds of characters are not asked for (NIST SP 800-63B, 3.1.1.2). */
export const passwordLengthMin = 12;
/** A sentence fits. Longer ones cost nobody but us. */
export const passwordLengthMax = 200;

const kindsMin = 5;

/** One spelling, whatever keyboard it was typed on. */
export function normalisePassword(text: string): string {
  return text.normalize('NFKC');
}

/** Null where it may be one; the shape of the request has seen to its greatest length. */
export function passwordFault(
  password: string,
  of: { readonly email: string; readonly path: string },
): FieldFault | null {
  const characters = Array.from(normalisePassword(password));
  const path = [of.path];
  if (characters.length < passwordLengthMin) {
    const message = `must have at least ${passwordLengthMin} characters; a few words are best`;
    return { path, message, type: 'password.short' };
  }
  if (new Set(characters).size < kindsMin) {
    const message = `must have at least ${kindsMin} different characters`;
    return { path, message, type: 'password.plain' };
  }
  const [name = ''] = of.email.split('@', 1);
  const plain = password.toLowerCase();
  if (plain === of.email || (plain.startsWith(name) && characters.length - name.length < 4)) {
    return { path, message: 'must not be your e-mail address', type: 'password.email' };
  }
  return null;
}
