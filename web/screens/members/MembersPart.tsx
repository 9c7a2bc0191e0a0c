/** The place where the people of an account are listed, given another role, and removed. */

import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { listed } from '../../api/listing.ts';
import {
  changeRole,
  type Member,
  membersQuery,
  type Role,
  removeMember,
} from '../../api/people.ts';
import { useSignedIn } from '../../api/session.ts';
import { troubleIn } from '../../api/trouble.ts';
import { Listing } from '../../ui/Listing.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Select } from '../../ui/Select.tsx';
import { TroubleNotice } from '../../ui/TroubleNotice.tsx';
import { countOf, dateOf } from '../../words/time.ts';
import { viewerZone } from '../../words/zone.ts';
import { RemoveDialog } from './RemoveDialog.tsx';
import { rolesToGive, roleWords } from './roles.ts';

export function MembersPart() {
  const { accountId, role: mine } = useSignedIn();
  const queries = useQueryClient();
  const members = useInfiniteQuery(membersQuery(accountId));
  const [leaving, setLeaving] = useState<Member | null>(null);
  const change = useMutation({
    mutationFn: (of: { readonly memberId: string; readonly role: Role }) => changeRole(queries, of),
  });
  const remove = useMutation({
    mutationFn: (member: Member) => removeMember(queries, member.member_id),
    onSettled: () => setLeaving(null),
  });
  const error = change.error ?? remove.error;
  const keysLeft = remove.data?.keys_left ?? 0;
  return (
    <section className="stack" aria-label="Members">
      {error === null ? null : (
        <TroubleNotice title="Nothing was changed" trouble={troubleIn(error)} />
      )}
      {keysLeft === 0 ? null : (
        <Notice tone="wait" title={`${countOf(keysLeft, 'API key')} of theirs stopped working`}>
          <p>A key may do what its maker may do. Create new keys for the programs that need one.</p>
        </Notice>
      )}
      <div>
        <Listing {...listed(members)} what="members" empty="Nobody is here.">
          {(member) => (
            <MemberRow
              key={member.member_id}
              member={member}
              mine={mine}
              isBusy={change.isPending}
              onRole={(role) => change.mutate({ memberId: member.member_id, role })}
              onRemove={() => setLeaving(member)}
            />
          )}
        </Listing>
      </div>
      {leaving === null ? null : (
        <RemoveDialog
          member={leaving}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(leaving)}
          onClose={() => setLeaving(null)}
        />
      )}
    </section>
  );
}

/** Whoever made the link, or had it before them, may be the one who accepted. */
function Unproved({ member }: { readonly member: Member }) {
  const { mailsCodes } = useSignedIn();
  if (member.is_you) {
    return (
      <p>
        Unproved. <Link to="/settings/address">Prove your address</Link>
      </p>
    );
  }
  return (
    <p className="soft">
      {mailsCodes
        ? 'Unproved: anybody with the link may have accepted. They prove their address under ' +
          'Address not proved, by a code.'
        : 'Unproved: anybody with the link may have accepted. Whoever runs this server makes a ' +
          'link that proves it.'}
    </p>
  );
}

type MemberRowProps = {
  readonly member: Member;
  readonly mine: Role | null;
  readonly isBusy: boolean;
  readonly onRole: (role: Role) => void;
  readonly onRemove: () => void;
};

function MemberRow({ member, mine, isBusy, onRole, onRemove }: MemberRowProps) {
  const given = rolesToGive(mine);
  // Who is above oneself stays what they are.
  const choices = given.includes(member.role) ? given : [member.role];
  return (
    <li className="row-split row-act">
      <div>
        <p>
          <span className="strong">{member.name}</span>
          {member.is_you ? <span className="faint"> (you)</span> : null}
        </p>
        <p className="faint">
          {member.email ?? 'No address yet: cannot sign in'} · since{' '}
          {dateOf(member.created_at, viewerZone())}
        </p>
        {member.email === null || member.email_proved_at !== null ? null : (
          <Unproved member={member} />
        )}
      </div>
      <div className="actions">
        <Select
          label={`Role of ${member.name}`}
          isLabelUnseen
          value={member.role}
          disabled={isBusy || choices.length === 1}
          onChange={(event) => onRole(event.target.value as Role)}
        >
          {choices.map((role) => (
            <option key={role} value={role}>
              {roleWords[role]}
            </option>
          ))}
        </Select>
        <Button
          variant="default"
          onClick={onRemove}
          aria-label={member.is_you ? undefined : `Remove ${member.name}`}
        >
          {member.is_you ? 'Leave' : 'Remove'}
        </Button>
      </div>
    </li>
  );
}
