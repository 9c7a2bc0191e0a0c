/** The place where it is asked once more before somebody is out. */

import { Button } from '@mantine/core';
import type { Member } from '../../api/people.ts';
import { Dialog } from '../../ui/Dialog.tsx';

export type RemoveDialogProps = {
  readonly member: Member;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

export function RemoveDialog({ member, isBusy, onConfirm, onClose }: RemoveDialogProps) {
  const title = member.is_you ? 'Leave this account?' : `Remove ${member.name}?`;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>
        {member.is_you
          ? 'You are signed out at once, and need an invitation to come back.'
          : 'They are signed out at once, everywhere, and need an invitation to come back.'}{' '}
        What was done stays in the audit trail.
      </p>
      <div className="actions">
        <Button className="danger" onClick={onConfirm} loading={isBusy}>
          {member.is_you ? 'Leave the account' : 'Remove them'}
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
