/** The place where a request that another site made a browser send is told from one of ours. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { sha256 } from '../../lib/sha256.ts';

export type Asked = { readonly headers: IncomingHttpHeaders };

/**
 * Only browsers say where a request comes from, and pages cannot make them lie (Fetch standard,
 * forbidden request headers); a program says nothing, and is no page. `same-site` is another
 * program on a neighbouring name: a stranger like any other.
 */
export function isFromElsewhere(
  { headers }: Asked,
  { publicUrl }: { readonly publicUrl: string | null },
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  if (origin === undefined) return false;
  // A browser without Sec-Fetch-Site still names the page's origin, with `null` for what it hides.
  if (!URL.canParse(origin)) return true;
  const { host: originHost } = new URL(origin);
  return originHost !== host && (publicUrl === null || originHost !== new URL(publicUrl).host);
}

/** Whether a change that a cookie speaks for shows what only a page of ours could have read. */
export function mayMutate(headers: IncomingHttpHeaders, csrfToken: string | null): boolean {
  const shown = headers['x-csrf-token'];
  if (typeof shown !== 'string' || csrfToken === null) return false;
  // Of equal length, whatever was shown.
  return timingSafeEqual(sha256(shown), sha256(csrfToken));
}
