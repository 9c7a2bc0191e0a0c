/** Asks somebody who has signed in, and has several accounts, which one to go on in. */

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { signOut, switchAccount, useSignedIn } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Entrance } from '../../ui/Entrance.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';

export function AccountScreen() {
  const { next } = useSearch({ from: '/account' });
  const { email, accounts } = useSignedIn();
  const queries = useQueryClient();
  const router = useRouter();
  const choose = useMutation({
    mutationFn: (id: string) => switchAccount(queries, id),
    onSuccess: () => router.navigate({ href: next ?? '/', replace: true }),
  });
  const leave = useMutation({
    mutationFn: () => signOut(queries),
    onSuccess: () => router.navigate({ to: '/sign-in', search: {} }),
  });
  const error = choose.error ?? leave.error;
  return (
    <Entrance
      title="Choose an account"
      lead={
        <>
          You are signed in as <strong>{email}</strong>. You can change the account later.
        </>
      }
    >
      {error === null ? null : (
        <TroubleNotice title="You are not in an account yet" trouble={troubleIn(error)} />
      )}
      <ul className="stack">
        {accounts.map(({ account_id: id, name }) => (
          <li key={id}>
            <Button
              variant="default"
              fullWidth
              onClick={() => choose.mutate(id)}
              disabled={choose.isPending}
            >
              {name}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button variant="default" onClick={() => leave.mutate()} disabled={leave.isPending}>
          Sign out
        </Button>
      </div>
    </Entrance>
  );
}
