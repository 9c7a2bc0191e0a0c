/** Writes mail of the operator's own mailbox down, sealed, with what caused it, and opens it. */
import type { Db } from '../db/database.ts';
import { notifyDue } from '../db/pace.ts';
import { insertSystemMail, type NewSystemMail, type RecentMail } from '../db/system-mail.ts';
import type { Failure } from '../domain/failure.ts';
import { hourMs } from '../domain/people/proof.ts';
import type { Vault } from '../ports/vault.ts';
import type { VaultDep } from './deps.ts';
import { mailContext } from './seal-contexts.ts';

/** What is sealed: who may read the database may not read a code or a link. */
export type SystemMailText = { readonly subject: string; readonly body: string };

export async function writeSystemMail(
  tx: Db,
  { vault }: VaultDep,
  mail: Omit<NewSystemMail, 'content'> & { readonly text: SystemMailText },
): Promise<void> {
  const { text, ...row } = mail;
  await insertSystemMail(tx, {
    ...row,
    content: vault.seal(JSON.stringify(text), mailContext(row)),
  });
  await notifyDue(tx);
}

/** Null where the key of this server is not the one that sealed it. */
export function openSystemMail(
  vault: Vault,
  mail: { readonly accountId: string; readonly id: string; readonly content: Buffer },
): SystemMailText | null {
  try {
    // Only `writeSystemMail` ever wrote it.
    return JSON.parse(vault.open(mail.content, mailContext(mail))) as SystemMailText;
  } catch {
    return null;
  }
}

/** Null where there may be one more in this hour. */
export function tooManyMails(
  recent: RecentMail,
  { perHourMax, real }: { readonly perHourMax: number; readonly real: number },
): Failure | null {
  if (recent.count < perHourMax) return null;
  const waitMs = Math.max(1, (recent.oldestAt ?? real) + hourMs - real);
  return {
    code: 'TOO_MANY_MAILS',
    message: `At most ${perHourMax} such mails leave in an hour; try again later.`,
    retryAfterSeconds: Math.ceil(waitMs / 1_000),
  };
}
