/** The place where the parts of the web interface are put together. */

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { connect } from '../api/connect.ts';
import { createQueries } from '../api/queries.ts';
import { csrfTokenIn } from '../api/session.ts';
import { Design } from '../ui/Design.tsx';
import { createScreens } from './screens.ts';

const queries = createQueries({
  // Whoever is signed out meanwhile is asked again, and comes back to where they were.
  onSignedOut: () => {
    screens.invalidate().catch(() => undefined);
  },
});
const screens = createScreens(queries);
connect({ csrfToken: () => csrfTokenIn(queries) });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createScreens>;
  }
}

export function App() {
  return (
    <Design>
      <QueryClientProvider client={queries}>
        <RouterProvider router={screens} />
      </QueryClientProvider>
    </Design>
  );
}
