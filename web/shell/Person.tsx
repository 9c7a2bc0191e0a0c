/** The place where it is said who is signed in and for which account, and where they leave. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { signOut, switchAccount, useSignedIn } from '../api/session.ts';
import { troubleIn } from '../api/trouble.ts';
import { Select } from '../ui/Select.tsx';
import styles from './person.module.css';

export function Person() {
  const { name, email, isProved, accountId, accounts } = useSignedIn();
  const queries = useQueryClient();
  const router = useRouter();
  const departure = useMutation({
    mutationFn: () => signOut(queries),
    onSuccess: () => router.navigate({ to: '/sign-in' }),
  });
  const choose = useMutation({
    mutationFn: (id: string) => switchAccount(queries, id),
    onSuccess: () => router.invalidate(),
  });
  const error = departure.error ?? choose.error;
  return (
    <div className={styles.person}>
      {accounts.length > 1 ? (
        <Select
          label="Account"
          value={accountId}
          disabled={choose.isPending}
          onChange={({ target: { value } }) => {
            // Nothing to change, and what this screen is just asking for would be dropped.
            if (value !== accountId) choose.mutate(value);
          }}
        >
          {accounts.map(({ account_id: id, name: title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      ) : (
        <p className={styles.account}>
          <span className="faint">Account</span>
          <span>{accounts[0]?.name}</span>
        </p>
      )}
      <div className={styles.who}>
        <div className={styles.name}>
          <p>{name}</p>
          {email === null ? null : <p className="faint">{email}</p>}
          {isProved ? null : <Link to="/settings/address">Address not proved</Link>}
        </div>
        <button type="button" onClick={() => departure.mutate()} disabled={departure.isPending}>
          Sign out
        </button>
      </div>
      {error === null ? null : <p role="alert">{troubleIn(error).message}</p>}
    </div>
  );
}
