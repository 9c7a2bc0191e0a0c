/** The place where somebody is invited, by a link that is shown once, and uninvited. */

import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listed } from '../../api/listing.ts';
import {
  type Invitation,
  invitationsQuery,
  invite,
  type Role,
  withdraw,
} from '../../api/people.ts';
import { useSignedIn } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { Form } from '../../ui/Form.tsx';
import { Listing } from '../../ui/Listing.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Select } from '../../ui/Select.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';
import { dateOf } from '../../words/time.ts';
import { viewerZone } from '../../words/zone.ts';
import { rolesToGive, roleWords } from './roles.ts';

export function InvitationsPart() {
  const { accountId, mailsCodes } = useSignedIn();
  const queries = useQueryClient();
  const invitations = useInfiniteQuery(invitationsQuery(accountId));
  const take = useMutation({ mutationFn: (id: string) => withdraw(queries, id) });
  return (
    <section className="part" aria-labelledby="invitations-title">
      <div className="part-head">
        <h2 id="invitations-title">Invite somebody</h2>
        <p>
          {mailsCodes
            ? 'They get a link by mail, which proves that the address is theirs.'
            : 'They get a link from you; no mail is sent.'}
        </p>
      </div>
      <div className="stack">
        <InviteForm />
        {take.error === null ? null : (
          <TroubleNotice title="It was not withdrawn" trouble={troubleIn(take.error)} />
        )}
        <div>
          <h3 className="list-title">Open invitations</h3>
          <Listing {...listed(invitations)} what="invitations" empty="No invitation is open.">
            {(invitation) => (
              <Row
                key={invitation.invitation_id}
                invitation={invitation}
                onWithdraw={() => take.mutate(invitation.invitation_id)}
              />
            )}
          </Listing>
        </div>
      </div>
    </section>
  );
}

function InviteForm() {
  const { role: mine, mailsCodes } = useSignedIn();
  const queries = useQueryClient();
  const [round, setRound] = useState(0);
  const send = useMutation({
    mutationFn: (body: { readonly email: string; readonly role: Role }) => invite(queries, body),
    // The next one begins with empty fields.
    onSuccess: () => setRound(round + 1),
  });
  const trouble = send.error === null ? null : troubleIn(send.error);
  const made = send.data;
  return (
    <div className="panel padded stack">
      <Form
        key={round}
        label="Invite somebody"
        submit={mailsCodes ? 'Send an invitation' : 'Make a link'}
        isBusy={send.isPending}
        trouble={trouble && { ...trouble, title: 'Nobody was invited' }}
        onSubmit={({ text }) => send.mutate({ email: text('email'), role: text('role') as Role })}
      >
        <div className="fields">
          <TextInput
            name="email"
            type="email"
            label="Email"
            autoComplete="off"
            error={trouble?.faults['email']}
            required
          />
          <Select name="role" label="Role" defaultValue="reviewer">
            {rolesToGive(mine).map((role) => (
              <option key={role} value={role}>
                {roleWords[role]}
              </option>
            ))}
          </Select>
        </div>
      </Form>
      {made === undefined || made.link !== null ? null : (
        <Notice tone="good" title={`An invitation is on its way to ${made.email}`} isUrgent>
          <p>
            Its link is in the mail alone. It works once, until{' '}
            {dateOf(made.expires_at, viewerZone())}.
          </p>
        </Notice>
      )}
      {made?.link == null ? null : (
        <Notice tone="good" title={`${made.email} can join with this link`} isUrgent>
          <p>
            It is shown this once. It works once, until {dateOf(made.expires_at, viewerZone())}.
          </p>
          <CopyField label="Link" value={new URL(made.link, window.location.origin).href} />
        </Notice>
      )}
    </div>
  );
}

type RowProps = { readonly invitation: Invitation; readonly onWithdraw: () => void };

function Row({ invitation, onWithdraw }: RowProps) {
  return (
    <li className="row-split row-act">
      <div>
        <p className="strong">{invitation.email}</p>
        <p className="faint">
          {roleWords[invitation.role]} · until {dateOf(invitation.expires_at, viewerZone())}
        </p>
      </div>
      <Button
        variant="default"
        onClick={onWithdraw}
        aria-label={`Withdraw the invitation of ${invitation.email}`}
      >
        Withdraw
      </Button>
    </li>
  );
}
