/** Decides how much of a request's path the log shows: words and ids, never a secret. */
import { pathOf } from './endpoint.ts';

const pathLengthMax = 500;
/** A UUID has 36 characters, the shortest of our secrets 43. */
const segment = /^[A-Za-z0-9._~-]{1,36}$/;
const hidden = '*';
/** Below it lies the token of a recipient's link, whole or cut into several segments. */
const linkSegment = 'u';

/**
 * Judges the text that was sent, not the route it found: a token comes with any method, on paths
 * that lead nowhere, and in requests that fail before there is a route.
 */
export function shownPath(url: string): string {
  const shown: string[] = [];
  for (const text of pathOf(url).split('/')) {
    shown.push(text === '' || isPlain(text) ? text : hidden);
    if (decoded(text).toLowerCase() === linkSegment) return [...shown, hidden].join('/');
  }
  return shown.join('/').slice(0, pathLengthMax);
}

function isPlain(text: string): boolean {
  return segment.test(text) && !text.startsWith('cs_live_');
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
