/** The place where whoever is signed in finds their way: navigation beside the screen. */

import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Wordmark } from '../ui/Wordmark.tsx';
import { Navigation } from './Navigation.tsx';
import { Person } from './Person.tsx';
import { SchemeChoice } from './SchemeChoice.tsx';
import styles from './shell.module.css';

export function Shell() {
  const main = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  useFocusAfterNavigation(main, () => setOpen(false));
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.rail} data-open={isOpen || undefined}>
        <div className={styles.top}>
          <Wordmark />
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls="rail"
            onClick={() => setOpen(!isOpen)}
          >
            Menu
          </button>
        </div>
        <div className={styles.body} id="rail">
          <Navigation />
          <div className={styles.foot}>
            <Person />
            <SchemeChoice />
          </div>
        </div>
      </header>
      <main ref={main} id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
    </div>
  );
}

/** A new screen is announced by its title, as a browser does for a new page; not at the start. */
function useFocusAfterNavigation(
  main: { readonly current: HTMLElement | null },
  then: () => void,
): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation === undefined || !pathChanged) return;
        then();
        const title = main.current?.querySelector('h1');
        title?.focus({ preventScroll: true });
      }),
    [router, main, then],
  );
}
