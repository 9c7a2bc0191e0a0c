/** The place where people and what they may do are put into the words of the campaigns surface. */
import type { z } from 'zod';
import type { apiKey } from '../../contract/campaigns/api-key.ts';
import type { identity, sessions } from '../../contract/campaigns/identity.ts';
import type { foundInvitation, invitation, member } from '../../contract/campaigns/member.ts';
import { formatInstant, formatInstantOrNull } from '../../contract/shared/instant.ts';
import type { ApiKey } from '../../domain/key.ts';
import type { Invitation } from '../../domain/people/invitation.ts';
import type { Member } from '../../domain/people/member.ts';
import type { FoundInvitation } from '../../usecases/accept-invitation.ts';
import type { Identity, ReachedAccount } from '../../usecases/find-identity.ts';
import type { ListedSession } from '../../usecases/sessions.ts';

export function presentIdentity(csrfToken: string | null) {
  return (found: Identity): z.input<typeof identity> => ({
    kind: found.kind,
    user:
      found.person === null
        ? null
        : {
            user_id: found.person.id,
            name: found.person.name,
            email: found.person.email,
            email_proved_at: formatInstantOrNull(found.person.emailProvedAt),
          },
    session_id: found.sessionId,
    account_id: found.accountId,
    role: found.role,
    permissions: [...found.permissions],
    rights: [...found.rights],
    accounts: found.accounts.map(presentAccount),
    mails_codes: found.mailsCodes,
    csrf_token: csrfToken,
  });
}

export function presentAccount(account: ReachedAccount) {
  return {
    account_id: account.id,
    name: account.name,
    role: account.role,
    created_at: formatInstant(account.createdAt),
  };
}

export function presentSessions(found: readonly ListedSession[]): z.input<typeof sessions> {
  return {
    items: found.map((session) => ({
      session_id: session.id,
      account_id: session.accountId,
      is_current: session.isCurrent,
      user_agent: session.userAgent,
      place: session.place,
      created_at: formatInstant(session.createdAt),
      last_seen_at: formatInstant(session.lastSeenAt),
      expires_at: formatInstant(session.expiresAt),
    })),
  };
}

export function presentMember(userId: string) {
  return (found: Member): z.input<typeof member> => ({
    member_id: found.id,
    name: found.name,
    email: found.email,
    email_proved_at: formatInstantOrNull(found.emailProvedAt),
    role: found.role,
    is_you: found.id === userId,
    created_at: formatInstant(found.createdAt),
  });
}

export function presentInvitation(found: Invitation): z.input<typeof invitation> {
  return {
    invitation_id: found.id,
    email: found.email,
    role: found.role,
    invited_by: found.invitedBy,
    is_mailed: found.isMailed,
    created_at: formatInstant(found.createdAt),
    expires_at: formatInstant(found.expiresAt),
  };
}

export function presentFoundInvitation(found: FoundInvitation): z.input<typeof foundInvitation> {
  return {
    email: found.email,
    role: found.role,
    account_name: found.accountName,
    is_mailed: found.isMailed,
    expires_at: formatInstant(found.expiresAt),
  };
}

export function presentKey(found: ApiKey): z.input<typeof apiKey> {
  return {
    id: found.id,
    name: found.name,
    key_prefix: found.keyPrefix,
    permissions: [...found.permissions],
    account_ids: [...found.accountIds],
    created_by: found.personId,
    created_at: formatInstant(found.createdAt),
    last_used_at: formatInstantOrNull(found.lastUsedAt),
  };
}
