/** The place where one of a few is chosen: the browser's own list, in our clothes. */

import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './select.module.css';

export type SelectProps = ComponentProps<'select'> & {
  readonly label: string;
  /** For a list whose name is plain from what stands beside it; it is read out all the same. */
  readonly isLabelUnseen?: boolean;
  readonly children: ReactNode;
};

export function Select({ label, isLabelUnseen = false, children, ...rest }: SelectProps) {
  const id = useId();
  return (
    // Beside it, not around it: else whatever can be chosen would be part of its name.
    <div className={styles.field}>
      <label htmlFor={id} className={isLabelUnseen ? 'unseen' : styles.label}>
        {label}
      </label>
      <select id={id} className={styles.select} {...rest}>
        {children}
      </select>
    </div>
  );
}
