/** Lets a person prove that their e-mail address is theirs: by a code, or an operator's link. */

import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { proveEmail, sendEmailCode, useSignedIn } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Form } from '../../ui/Form.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Page } from '../../ui/Page.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';
import { timeOfDay } from '../../words/time.ts';
import { viewerZone } from '../../words/zone.ts';

export function AddressScreen() {
  const { email, isProved, mailsCodes } = useSignedIn();
  if (isProved) {
    return (
      <Page title="Your address">
        <Notice tone="good" title={`${email} is proved`}>
          <p>It is yours on this server, in every account that you join.</p>
        </Notice>
      </Page>
    );
  }
  return (
    <Page
      title="Your address"
      lead="Until your address is proved, you belong to the account that invited you, and to no other."
    >
      {mailsCodes ? <ByCode email={email ?? ''} /> : <ByOperator email={email ?? ''} />}
    </Page>
  );
}

function ByOperator({ email }: { readonly email: string }) {
  return (
    <Notice tone="wait" title={`${email} is not proved`}>
      <p>
        This server has no mailbox to send you a code from. Ask whoever runs it for a link: it is
        made with <code>npm start -- people password {email}</code>, and lets you choose a new
        password, too.
      </p>
    </Notice>
  );
}

function ByCode({ email }: { readonly email: string }) {
  const queries = useQueryClient();
  const send = useMutation({ mutationFn: sendEmailCode });
  const prove = useMutation({ mutationFn: (code: string) => proveEmail(queries, code) });
  const trouble = prove.error === null ? null : troubleIn(prove.error);
  return (
    <div className="stack">
      {send.error === null ? null : (
        <TroubleNotice title="No code was sent" trouble={troubleIn(send.error)} />
      )}
      {send.data === undefined ? null : (
        <Notice tone="good" title={`A code is on its way to ${send.data.email}`} isUrgent>
          <p>It is good until {timeOfDay(send.data.expires_at, viewerZone())}.</p>
        </Notice>
      )}
      <div>
        <Button variant="default" onClick={() => send.mutate()} loading={send.isPending}>
          {send.data === undefined ? `Send a code to ${email}` : 'Send another code'}
        </Button>
      </div>
      <div className="panel padded">
        <Form
          label="Prove your address"
          submit="Prove the address"
          isBusy={prove.isPending}
          trouble={trouble && { ...trouble, title: 'The address is not proved yet' }}
          onSubmit={({ text }) => prove.mutate(text('code'))}
        >
          <TextInput
            name="code"
            label="Code"
            description="Eight letters and digits. Every other place where you are signed in is signed out."
            autoComplete="one-time-code"
            error={trouble?.faults['code']}
            required
          />
        </Form>
      </div>
    </div>
  );
}
