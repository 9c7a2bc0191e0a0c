/** The place where a question is put before an act that cannot be taken back. */

import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

export type DialogProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
};

/** The browser's own: it keeps the focus, makes the rest inert, closes on Escape, gives back. */
export function Dialog({ title, children, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // It is ours to take away: a dialog that closes itself would still be thought open.
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
