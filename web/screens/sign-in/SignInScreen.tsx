/** The place where a person shows who they are, and goes back to where they were. */

import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { signIn } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Entrance } from '../../ui/Entrance.tsx';
import { Form } from '../../ui/Form.tsx';

export function SignInScreen() {
  const { next } = useSearch({ from: '/sign-in' });
  const queries = useQueryClient();
  const router = useRouter();
  const entry = useMutation({
    mutationFn: (credentials: { readonly email: string; readonly password: string }) =>
      signIn(queries, credentials),
    onSuccess: () => router.navigate({ href: next ?? '/', replace: true }),
  });
  const trouble = entry.error === null ? null : troubleIn(entry.error);
  return (
    <Entrance
      title="Sign in"
      lead={next === undefined ? undefined : 'Sign in to go on where you were.'}
    >
      <Form
        label="Sign in"
        submit="Sign in"
        isBusy={entry.isPending}
        trouble={trouble && { ...trouble, title: 'You are not signed in' }}
        onSubmit={({ text, secret }) =>
          entry.mutate({ email: text('email'), password: secret('password') })
        }
      >
        <TextInput
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          error={trouble?.faults['email']}
          required
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          error={trouble?.faults['password']}
          required
        />
      </Form>
    </Entrance>
  );
}
