/** The place where it is said what went wrong, what to do, and under which id we can look it up. */

import { Button } from '@mantine/core';
import { Notice } from './Notice.tsx';

export type TroubleNoticeProps = {
  readonly title: string;
  readonly trouble: { readonly message: string; readonly requestId: string | null };
  readonly onRetry?: () => void;
};

export function TroubleNotice({ title, trouble, onRetry }: TroubleNoticeProps) {
  const actions =
    onRetry === undefined ? undefined : (
      <Button variant="default" onClick={onRetry}>
        Try again
      </Button>
    );
  return (
    <Notice tone="stop" title={title} isUrgent actions={actions}>
      <p>{trouble.message}</p>
      {trouble.requestId === null ? null : (
        <p className="faint">
          Request id <code>{trouble.requestId}</code>
        </p>
      )}
    </Notice>
  );
}
