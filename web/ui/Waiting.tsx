/** The place where a screen keeps its room while the answer is on its way. */

import styles from './waiting.module.css';

/** `rows`: about as many as will come, so that nothing jumps when they do. */
export function Waiting({ what, rows }: { readonly what: string; readonly rows: number }) {
  return (
    <div className="panel" role="status">
      <span className="unseen">Loading {what}</span>
      <ul className="rows" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
          <li key={row}>
            <span className={styles.line} />
            <span className={styles.shortLine} />
          </li>
        ))}
      </ul>
    </div>
  );
}
