/** The place where the screens there are can be reached. */

import { Link } from '@tanstack/react-router';
import styles from './navigation.module.css';

export function Navigation() {
  return (
    <nav aria-label="Screens" className={styles.navigation}>
      <ul>
        <li>
          <Link to="/" activeOptions={{ exact: true }}>
            Today
          </Link>
        </li>
      </ul>
    </nav>
  );
}
