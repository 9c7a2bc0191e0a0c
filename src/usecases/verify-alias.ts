/** The place where an alias proves itself: we sign in for real, then write down that it worked. */
import type { MailboxRow } from '../db/aliases.ts';
import { findAlias, findMailboxes, markAliasVerified } from '../db/aliases.ts';
import { inTransaction } from '../db/database.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Mailbox } from '../ports/mailer.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, MailerDep, VaultDep } from './deps.ts';
import { toMailbox } from './mailbox.ts';
import { writeAudit } from './write-audit.ts';

export type SignedIn = { readonly ok: boolean; readonly error: string | null };

export type AliasVerification = {
  readonly aliasId: string;
  readonly smtp: SignedIn;
  /** Null where the alias has no IMAP server. */
  readonly imap: SignedIn | null;
  readonly verifiedAt: number | null;
};

/**
 * A sign-in takes as long as a mail server likes: no transaction is open meanwhile, and only the
 * version that signed in is marked. One that fails takes nothing back; the servers may be down.
 */
export function verifyAlias(deps: DbDep & ClockDep & ChanceDep & MailerDep & VaultDep) {
  return async (
    caller: Caller,
    input: { readonly aliasId: string },
  ): Promise<Result<AliasVerification, Failure>> => {
    const { accountId } = caller;
    const [row] = await findMailboxes(deps.db, accountId, [input.aliasId]);
    if (row === undefined) return failed(notFound('alias'));
    const smtp = await signIn(deps, row);
    if (smtp.ok) await markVerified(deps, caller, row);
    const alias = await findAlias(deps.db, accountId, row.alias.id);
    if (alias === null) return failed(notFound('alias'));
    const imap = alias.imap === null ? null : imapNotWatched;
    return ok({ aliasId: alias.id, smtp, imap, verifiedAt: alias.verifiedAt });
  };
}

/** Another version, or none any more, was not the one that signed in: it stays as it is. */
async function markVerified(
  deps: DbDep & ClockDep & ChanceDep,
  caller: Caller,
  { alias }: MailboxRow,
): Promise<void> {
  const now = await deps.clock.read();
  await inTransaction(deps.db, async (tx) => {
    if (!(await markAliasVerified(tx, alias, now.engine))) return;
    await writeAudit(tx, caller, {
      chance: deps.chance,
      now,
      action: 'alias.verify',
      kind: 'alias',
      id: alias.id,
      before: alias,
      after: await findAlias(tx, caller.accountId, alias.id),
    });
  });
}

/** No reply is read yet, so nothing is claimed of a server nobody signs in to. */
const imapNotWatched: SignedIn = {
  ok: false,
  error: 'This version does not sign in to IMAP yet: replies are not watched.',
};

async function signIn(deps: MailerDep & VaultDep, row: MailboxRow): Promise<SignedIn> {
  const mailbox = openMailbox(deps, row);
  if (mailbox === null) {
    const error =
      'The stored password cannot be opened with the key of this server. Enter it again.';
    return { ok: false, error };
  }
  const verified = await deps.mailer.verify(mailbox);
  return verified.ok ? { ok: true, error: null } : { ok: false, error: verified.error };
}

function openMailbox({ vault }: VaultDep, row: MailboxRow): Mailbox | null {
  try {
    return toMailbox(vault, row);
  } catch {
    return null;
  }
}
