/** The place where the day is five numbers, each of which leads to what it counts. */

import type { Today } from '../../api/today.ts';
import { numberOf } from '../../words/time.ts';
import styles from './totals.module.css';

type TotalsProps = { readonly totals: Today['totals'] };

export function Totals({ totals }: TotalsProps) {
  const all = [
    { count: totals.waits_for_you, name: 'wait for you', href: '#waits' },
    { count: totals.leaves_today, name: 'still leave today', href: '#leaves' },
    { count: totals.sent_today, name: 'sent today', href: '#leaves' },
    { count: totals.held, name: 'held', href: '#held' },
    { count: totals.unknown, name: 'end unknown', href: '#unknown' },
  ];
  return (
    <nav className={styles.totals} aria-label="The day in numbers">
      <ul>
        {all.map(({ count, name, href }) => (
          <li key={name}>
            <a href={href} data-none={count === 0 || undefined}>
              <span className={styles.count}>{numberOf(count)}</span>
              <span className={styles.name}>{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
