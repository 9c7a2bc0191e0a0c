/** The place where a request gets its id: the caller's own, if that can stand in a log. */
import { randomUUID } from 'node:crypto';

/** An API key that was put into the wrong header is no id: it would stand in the log. */
const sane = /^(?!.*cs_live_)[A-Za-z0-9._:/+=@-]{1,128}$/;

export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && sane.test(header) ? header : randomUUID();
}
