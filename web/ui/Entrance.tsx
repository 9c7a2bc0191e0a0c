/** The place where somebody who is not signed in stands: one question, and the house's name. */

import type { ReactNode } from 'react';
import styles from './entrance.module.css';
import { useWindowTitle } from './Page.tsx';
import { Wordmark } from './Wordmark.tsx';

export type EntranceProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
};

export function Entrance({ title, lead, children }: EntranceProps) {
  useWindowTitle(title);
  return (
    <main className={styles.entrance}>
      <div className={styles.door}>
        <Wordmark />
        <div className={styles.card}>
          <h1 tabIndex={-1}>{title}</h1>
          {lead === undefined ? null : <p className="soft">{lead}</p>}
          {children}
        </div>
      </div>
    </main>
  );
}
