/** The place where a screen that cannot be shown says why, and can be tried again. */

import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { troubleIn } from '../api/trouble.ts';
import { Page } from '../ui/Page.tsx';
import { TroubleNotice } from '../ui/TroubleNotice.tsx';

export function ScreenTrouble({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    router.invalidate().catch(() => undefined);
  };
  return (
    <main>
      <Page title="This page cannot be shown">
        <TroubleNotice title="Something went wrong" trouble={troubleIn(error)} onRetry={retry} />
      </Page>
    </main>
  );
}
