/** The place where a list that comes in pages is shown: on its way, empty, failed, or there. */

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { TroubleNotice, type TroubleNoticeProps } from './TroubleNotice.tsx';
import { Waiting } from './Waiting.tsx';

export type ListingProps<Item> = {
  /** In the plural: "members". */
  readonly what: string;
  /** Undefined until they are there. */
  readonly items: readonly Item[] | undefined;
  readonly trouble: TroubleNoticeProps['trouble'] | null;
  readonly onRetry: () => void;
  /** Said where there are none. */
  readonly empty: ReactNode;
  /** Absent where there are no more. */
  readonly onMore: (() => void) | undefined;
  readonly children: (item: Item) => ReactNode;
};

export function Listing<Item>(props: ListingProps<Item>) {
  const { what, items, trouble, onRetry, empty, onMore, children } = props;
  if (items === undefined) {
    if (trouble === null) return <Waiting what={what} rows={3} />;
    const title = `The ${what} cannot be shown`;
    return <TroubleNotice title={title} trouble={trouble} onRetry={onRetry} />;
  }
  if (items.length === 0) return <p className="panel empty">{empty}</p>;
  return (
    <>
      <ul className="panel rows">{items.map(children)}</ul>
      {onMore === undefined ? null : (
        <Button variant="default" mt="sm" onClick={onMore}>
          Show more {what}
        </Button>
      )}
    </>
  );
}
