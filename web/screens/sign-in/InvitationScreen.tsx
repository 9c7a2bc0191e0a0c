/** The place where somebody who was invited comes in. */

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import {
  type AcceptInvitationRequest,
  acceptInvitation,
  type FoundInvitation,
  invitationQuery,
  joinAccount,
  sessionQuery,
} from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Entrance } from '../../ui/Entrance.tsx';
import { Form } from '../../ui/Form.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';
import { useLinkToken } from './link-token.ts';

export function InvitationScreen() {
  const token = useLinkToken();
  if (token === '') {
    return (
      <Entrance title="Accept an invitation">
        <p>
          Open the link that you were sent. It ends in a token, which this address lacks; whoever
          invited you can make a new link.
        </p>
      </Entrance>
    );
  }
  return <Invitation token={token} />;
}

function Invitation({ token }: { readonly token: string }) {
  const { data: found, error } = useQuery(invitationQuery(token));
  const { data: session } = useQuery(sessionQuery);
  if (error !== null) {
    return (
      <Entrance title="Accept an invitation">
        <TroubleNotice title="This invitation cannot be accepted" trouble={troubleIn(error)} />
      </Entrance>
    );
  }
  if (found === undefined) return <Entrance title="Accept an invitation">{null}</Entrance>;
  const isMine = session?.user?.email === found.email;
  return (
    <Entrance
      title={`Join ${found.account_name}`}
      lead={
        <>
          As {found.role}, with the address <strong>{found.email}</strong>. The link works once.
        </>
      }
    >
      {isMine ? <Join token={token} /> : <Accept token={token} found={found} />}
    </Entrance>
  );
}

/** Whoever is signed in with the very address has shown already who they are. */
function Join({ token }: { readonly token: string }) {
  const queries = useQueryClient();
  const router = useRouter();
  const join = useMutation({
    mutationFn: () => joinAccount(queries, token),
    onSuccess: () => router.navigate({ to: '/', replace: true }),
  });
  return (
    <div className="stack">
      {join.error === null ? null : (
        <TroubleNotice title="You have not joined" trouble={troubleIn(join.error)} />
      )}
      <div>
        <Button onClick={() => join.mutate()} loading={join.isPending}>
          Join
        </Button>
      </div>
    </div>
  );
}

type AcceptProps = { readonly token: string; readonly found: FoundInvitation };

function Accept({ token, found }: AcceptProps) {
  const queries = useQueryClient();
  const router = useRouter();
  const accept = useMutation({
    mutationFn: (body: AcceptInvitationRequest) => acceptInvitation(queries, body),
    onSuccess: () => router.navigate({ to: '/', replace: true }),
  });
  const trouble = accept.error === null ? null : troubleIn(accept.error);
  return (
    <Form
      label="Accept an invitation"
      submit="Join and sign in"
      isBusy={accept.isPending}
      trouble={trouble && { ...trouble, title: 'You have not joined yet' }}
      onSubmit={({ text, secret }) =>
        accept.mutate({
          token,
          password: secret('password'),
          ...(found.is_known ? {} : { name: text('name') }),
        })
      }
    >
      {found.is_known ? null : (
        <TextInput
          name="name"
          label="Your name"
          autoComplete="name"
          error={trouble?.faults['name']}
          required
        />
      )}
      {/* Where a browser keeps passwords, it keeps this one under its address. */}
      <input type="hidden" name="username" autoComplete="username" value={found.email} />
      <PasswordInput
        name="password"
        label="Password"
        description={
          found.is_known
            ? 'The one you sign in with: this address has one here already.'
            : 'At least 12 characters; a few words are best.'
        }
        autoComplete={found.is_known ? 'current-password' : 'new-password'}
        error={trouble?.faults['password']}
        required
      />
    </Form>
  );
}
