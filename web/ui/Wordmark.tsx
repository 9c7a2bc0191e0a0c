/** The place where the name of the house is written: a signature over its line. */

import styles from './wordmark.module.css';

export function Wordmark() {
  return (
    <p className={styles.wordmark}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M3 9l4.5 4.5L17 4" />
        <path d="M3 18h14" />
      </svg>
      Countersign
    </p>
  );
}
