/** Lets somebody who was invited come in: as somebody new, or as whoever they are here already. */

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type AcceptInvitationRequest,
  acceptInvitation,
  type FoundInvitation,
  invitationQuery,
  joinAccount,
  type SignInRequest,
  sessionQuery,
  signIn,
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
  const [way, setWay] = useState<'signed-in' | 'new' | 'known'>('signed-in');
  if (error !== null) {
    return (
      <Entrance title="Accept an invitation">
        <TroubleNotice title="This invitation cannot be accepted" trouble={troubleIn(error)} />
      </Entrance>
    );
  }
  if (found === undefined) return <Entrance title="Accept an invitation">{null}</Entrance>;
  const email = session?.account_id == null ? null : (session.user?.email ?? null);
  return (
    <Entrance
      title={`Join ${found.account_name}`}
      lead={
        <>
          As {found.role}, with the address <strong>{found.email}</strong>. The link works once.
        </>
      }
    >
      {way === 'signed-in' && email !== null ? (
        <Join token={token} email={email} onOther={() => setWay('new')} />
      ) : null}
      {way === 'known' ? <Known token={token} onOther={() => setWay('new')} /> : null}
      {way === 'new' || (way === 'signed-in' && email === null) ? (
        <Accept token={token} found={found} onOther={() => setWay('known')} />
      ) : null}
    </Entrance>
  );
}

type JoinProps = {
  readonly token: string;
  readonly email: string;
  readonly onOther: () => void;
};

/** They have shown who they are already, and say whether it is they who join. */
function Join({ token, email, onOther }: JoinProps) {
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
      <p>
        You are signed in as <strong>{email}</strong>.
      </p>
      <div className="actions">
        <Button onClick={() => join.mutate()} loading={join.isPending}>
          Join
        </Button>
        <Button variant="default" onClick={onOther}>
          Join as somebody else
        </Button>
      </div>
    </div>
  );
}

type AcceptProps = {
  readonly token: string;
  readonly found: FoundInvitation;
  readonly onOther: () => void;
};

/** The same for an address that is known here and one that is not: its inviter may look. */
function Accept({ token, found, onOther }: AcceptProps) {
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
        accept.mutate({ token, name: text('name'), password: secret('password') })
      }
      beside={
        <Button variant="default" onClick={onOther}>
          I have an account here
        </Button>
      }
    >
      <TextInput
        name="name"
        label="Your name"
        autoComplete="name"
        error={trouble?.faults['name']}
        required
      />
      {/* Where a browser keeps passwords, it keeps this one under its address. */}
      <input type="hidden" name="username" autoComplete="username" value={found.email} />
      <PasswordInput
        name="password"
        label="Password"
        description="At least 12 characters; a few words are best."
        autoComplete="new-password"
        error={trouble?.faults['password']}
        required
      />
      {found.is_mailed ? null : (
        <p className="faint">
          This link was handed on, so your address is not proved by it: you can act in this account
          alone until you prove it.
        </p>
      )}
    </Form>
  );
}

type KnownProps = { readonly token: string; readonly onOther: () => void };

/** With the password they have, whatever address it is under. */
function Known({ token, onOther }: KnownProps) {
  const queries = useQueryClient();
  const router = useRouter();
  const join = useMutation({
    mutationFn: (body: SignInRequest) => signIn(queries, body),
    onSuccess: () => router.navigate({ to: '/', replace: true }),
  });
  const trouble = join.error === null ? null : troubleIn(join.error);
  return (
    <Form
      label="Join with your account"
      submit="Sign in and join"
      isBusy={join.isPending}
      trouble={trouble && { ...trouble, title: 'You have not joined yet' }}
      onSubmit={({ text, secret }) =>
        join.mutate({ email: text('email'), password: secret('password'), invitation: token })
      }
      beside={
        <Button variant="default" onClick={onOther}>
          I am new here
        </Button>
      }
    >
      <TextInput
        name="email"
        type="email"
        label="Email"
        description="You sign in with it here."
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
  );
}
