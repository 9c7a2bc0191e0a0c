/** The place where it is seen and changed who may do what in the account. */

import { Page } from '../../ui/Page.tsx';
import { InvitationsPart } from './InvitationsPart.tsx';
import { MembersPart } from './MembersPart.tsx';
import { RolesPart } from './RolesPart.tsx';

export function MembersScreen() {
  return (
    <Page title="Members" lead="Whoever is listed here can sign in to this account.">
      <MembersPart />
      <InvitationsPart />
      <RolesPart />
    </Page>
  );
}
