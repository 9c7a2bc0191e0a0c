/** The place where the screens there are can be reached. */

import { Link } from '@tanstack/react-router';
import { useSignedIn } from '../api/session.ts';
import styles from './navigation.module.css';

export function Navigation() {
  const { has } = useSignedIn();
  const mayMembers = has('members:manage');
  const mayKeys = has('keys:manage');
  return (
    <nav aria-label="Screens" className={styles.navigation}>
      <ul>
        <li>
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
            Today
          </Link>
        </li>
      </ul>
      {mayMembers || mayKeys ? (
        <>
          <p className={styles.group} id="settings">
            Settings
          </p>
          <ul aria-labelledby="settings">
            {mayMembers ? (
              <li>
                <Link to="/settings/members">Members</Link>
              </li>
            ) : null}
            {mayKeys ? (
              <li>
                <Link to="/settings/keys">API keys</Link>
              </li>
            ) : null}
          </ul>
        </>
      ) : null}
    </nav>
  );
}
