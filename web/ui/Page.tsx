/** The place where a screen gets its title, in the page and in the window. */

import { type ReactNode, useEffect } from 'react';

export type PageProps = {
  readonly title: string;
  /** Beside the title: as of when, in which zone. */
  readonly note?: ReactNode;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
};

export function Page({ title, note, lead, children }: PageProps) {
  useWindowTitle(title);
  return (
    <div className="page">
      <div className="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        {note === undefined ? null : <p className="page-note">{note}</p>}
      </div>
      {lead === undefined ? null : <p className="page-lead">{lead}</p>}
      {children}
    </div>
  );
}

export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Countersign`;
  }, [title]);
}
