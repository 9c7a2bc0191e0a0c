/** The place where the two addresses of an envelope become what a server without UTF-8 can read. */
import { domainToASCII } from 'node:url';

import { failed, ok, type Result } from '../../lib/result.ts';

// RFC 5321, 4.5.3.1: a path is at most 256 octets, its two brackets included.
const addressCharsMax = 254;
const localPart = /^[\x21-\x7e]+$/;
const forbidden = /[<>\s]/;

/**
 * The domain goes out in its ASCII form. A local part beyond ASCII would need SMTPUTF8 at every
 * server on the way, so it is refused here, in words, instead of bouncing somewhere else.
 */
export function wireAddress(address: string): Result<string, string> {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (at < 1 || !localPart.test(local) || forbidden.test(local)) {
    return failed(`${JSON.stringify(address)} cannot be written in an SMTP envelope`);
  }
  const domain = domainToASCII(address.slice(at + 1));
  if (domain === '') return failed(`${JSON.stringify(address)} has no valid domain`);
  const whole = `${local}@${domain}`;
  if (whole.length > addressCharsMax) return failed('the address is longer than 254 characters');
  return ok(whole);
}
