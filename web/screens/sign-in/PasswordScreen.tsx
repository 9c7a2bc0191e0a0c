/** The place where somebody who forgot their password chooses a new one, by an operator's link. */

import { PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { resetPassword } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Entrance } from '../../ui/Entrance.tsx';
import { Form } from '../../ui/Form.tsx';
import { useLinkToken } from './link-token.ts';

const title = 'Choose a new password';

export function PasswordScreen() {
  const token = useLinkToken();
  const reset = useMutation({
    mutationFn: (password: string) => resetPassword({ token, password }),
  });
  const trouble = reset.error === null ? null : troubleIn(reset.error);
  if (reset.data !== undefined) {
    return (
      <Entrance title="Your password is changed">
        <p>
          You sign in with <strong>{reset.data.email}</strong> and the new password. Wherever you
          were signed in, you are not any more.
        </p>
        <p>
          <Link to="/sign-in" search={{}}>
            Sign in
          </Link>
        </p>
      </Entrance>
    );
  }
  if (token === '') {
    return (
      <Entrance title={title}>
        <p>
          Open the link that you were given. It ends in a token, which this address lacks; whoever
          runs the server can make a new link.
        </p>
      </Entrance>
    );
  }
  return (
    <Entrance title={title} lead="The link works once.">
      <Form
        label={title}
        submit="Change the password"
        isBusy={reset.isPending}
        trouble={trouble && { ...trouble, title: 'The password is not changed' }}
        onSubmit={({ secret }) => reset.mutate(secret('password'))}
      >
        <PasswordInput
          name="password"
          label="New password"
          description="At least 12 characters; a few words are best."
          autoComplete="new-password"
          error={trouble?.faults['password']}
          required
        />
      </Form>
    </Entrance>
  );
}
