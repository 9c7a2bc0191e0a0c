/** The place where the token of a link is read, and taken out of sight. */

import { useState } from 'react';

/**
 * It stands behind the `#`, which a browser sends to nobody; and it is taken out of the address at
 * once, for a history and a shared screen show that for long.
 */
export function useLinkToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  if (window.location.hash !== '') {
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return token;
}
