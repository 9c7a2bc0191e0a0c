/** The place where an address leads nowhere, and back. */

import { Link } from '@tanstack/react-router';
import { Page } from '../ui/Page.tsx';

export function NoSuchScreen() {
  return (
    <main>
      <Page title="There is no such page" lead="The address may be mistyped, or the page is gone.">
        <p>
          <Link to="/">Go to Today</Link>
        </p>
      </Page>
    </main>
  );
}
