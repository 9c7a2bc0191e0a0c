/** The place where a screen says something that must not be overlooked. */

import type { ReactNode } from 'react';

export type Tone = 'plain' | 'good' | 'wait' | 'stop';

export type NoticeProps = {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out at once where it appears; else it is read in its turn. */
  readonly isUrgent?: boolean;
};

export function Notice({ tone, title, children, actions, isUrgent = false }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={isUrgent ? 'alert' : undefined}>
      <p className="notice-title">{title}</p>
      {children}
      {actions === undefined ? null : <div className="notice-actions">{actions}</div>}
    </div>
  );
}
