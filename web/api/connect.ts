/** The place where the generated client is told who we are, and what to make of a refusal. */

import { client } from './generated/client.gen.ts';
import { TroubleError, troubleOf } from './trouble.ts';

const safeMethods = new Set(['GET', 'HEAD']);

/** Called once, before the first request. The cookie is the browser's business. */
export function connect(of: { readonly csrfToken: () => string | null }): void {
  client.interceptors.request.use((request) => {
    const token = of.csrfToken();
    if (token !== null && !safeMethods.has(request.method)) {
      request.headers.set('x-csrf-token', token);
    }
    return request;
  });
  client.interceptors.error.use((answer, response, request) => {
    // A request that we gave up ourselves is no trouble of anybody's.
    if (request?.signal.aborted === true) return answer;
    return new TroubleError(troubleOf(answer, response));
  });
}
