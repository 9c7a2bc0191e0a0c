/** The place where people and what they may do are put into the words of the campaigns surface. */
import type { z } from 'zod';
import type { identity, sessions } from '../../contract/campaigns/identity.ts';
import { formatInstant } from '../../contract/shared/instant.ts';
import type { Identity, ReachedAccount } from '../../usecases/find-identity.ts';
import type { ListedSession } from '../../usecases/sessions.ts';

export function presentIdentity(csrfToken: string | null) {
  return (found: Identity): z.input<typeof identity> => ({
    kind: found.kind,
    user:
      found.person === null
        ? null
        : { user_id: found.person.id, name: found.person.name, email: found.person.email },
    session_id: found.sessionId,
    account_id: found.accountId,
    role: found.role,
    permissions: [...found.permissions],
    rights: [...found.rights],
    accounts: found.accounts.map(presentAccount),
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
