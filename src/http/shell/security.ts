/**
 * The place where a browser is told what it may do with an answer: with data nothing, with a page
 * only what the page itself brings along.
 */

declare module 'fastify' {
  interface FastifyInstance {
    /** On every answer; a page puts its own policy in the place of this one. */
    plainHeaders: Readonly<Record<string, string>>;
  }
}

type Policy = Readonly<Record<string, readonly string[]>>;

const secondsOfTwoYears = 63_072_000;

/** An answer is data: were a browser ever brought to show it as a page, it may load nothing. */
const dataPolicy: Policy = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

const own = ["'self'"];
/** No script and no style stands in the page; a mail is shown in a frame that may do nothing. */
const pagePolicy: Policy = {
  'default-src': ["'none'"],
  'script-src': own,
  'style-src': own,
  'img-src': ["'self'", 'data:'],
  'font-src': own,
  'connect-src': own,
  'manifest-src': own,
  'frame-src': own,
  'form-action': own,
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** The reference writes its styles into the page by itself; its script may do no more than ours. */
const referencePolicy: Policy = {
  ...pagePolicy,
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
};

export function plainHeadersFor(publicUrl: string | null): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': written(dataPolicy),
    'cache-control': 'no-store',
    // Over plain HTTP, as on one's own machine, a browser would lock itself out.
    ...(publicUrl?.startsWith('https:') === true && {
      'strict-transport-security': `max-age=${secondsOfTwoYears}`,
    }),
  };
}

/** A page is kept, and asked after anew each time: it alone says which files are of today. */
export const pageHeaders = headersOf(pagePolicy);
export const referenceHeaders = headersOf(referencePolicy);

function headersOf(policy: Policy): Readonly<Record<string, string>> {
  return {
    'content-security-policy': written(policy),
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}

function written(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}
