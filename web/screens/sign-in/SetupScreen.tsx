/** The place where the first person of a new installation becomes its owner. */

import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type SetUpRequest, setUp } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Entrance } from '../../ui/Entrance.tsx';
import { Form } from '../../ui/Form.tsx';
import { useLinkToken } from './link-token.ts';

export function SetupScreen() {
  const token = useLinkToken();
  const queries = useQueryClient();
  const router = useRouter();
  const begin = useMutation({
    mutationFn: (owner: SetUpRequest) => setUp(queries, owner),
    onSuccess: () => router.navigate({ to: '/', replace: true }),
  });
  const trouble = begin.error === null ? null : troubleIn(begin.error);
  if (token === '') {
    return (
      <Entrance title="Set up Countersign">
        <p>
          Open the link that the server printed when it started for the first time. It ends in a
          token, which this address lacks.
        </p>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Set up Countersign"
      lead="You become the owner of this installation. The link works once."
    >
      <Form
        label="Set up Countersign"
        submit="Set up and sign in"
        isBusy={begin.isPending}
        trouble={trouble && { ...trouble, title: 'This is not set up yet' }}
        onSubmit={({ text, secret }) =>
          begin.mutate({
            token,
            name: text('name'),
            email: text('email'),
            password: secret('password'),
            ...(text('account') === '' ? {} : { account_name: text('account') }),
          })
        }
      >
        <TextInput
          name="name"
          label="Your name"
          autoComplete="name"
          error={trouble?.faults['name']}
          required
        />
        <TextInput
          name="email"
          type="email"
          label="Email"
          description="You sign in with it."
          autoComplete="username"
          error={trouble?.faults['email']}
          required
        />
        <PasswordInput
          name="password"
          label="Password"
          description="At least 12 characters; a few words are best."
          autoComplete="new-password"
          error={trouble?.faults['password']}
          required
        />
        <TextInput
          name="account"
          label="Name of the account"
          description="Your company or team. It can be left empty."
          autoComplete="organization"
          error={trouble?.faults['account_name']}
        />
      </Form>
    </Entrance>
  );
}
