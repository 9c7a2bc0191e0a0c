/** The place where a stored alias becomes a mailbox: here alone its password is opened. */
import type { MailboxRow } from '../db/aliases.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Mailbox } from '../ports/mailer.ts';
import type { Vault } from '../ports/vault.ts';
import { secretContext } from './seal-contexts.ts';

/** What an alias's `secret` says once it is opened; null where there is no password. */
export type MailboxSecret = { readonly smtp: string | null; readonly imap: string | null };

/** Throws where the vault cannot open the secret. */
export function toMailbox(vault: Vault, { alias, secret }: MailboxRow): Mailbox {
  const { id: aliasId, provider, smtp } = alias;
  if (provider === 'sandbox' || smtp === null) return { aliasId, provider, smtp: null };
  const { host, port, security } = smtp;
  if (smtp.auth === null) return { aliasId, provider, smtp: { host, port, security, auth: null } };
  const auth = { username: smtp.auth.username, password: passwordIn(vault, { alias, secret }) };
  return { aliasId, provider, smtp: { host, port, security, auth } };
}

type Named = Pick<Alias, 'accountId' | 'id'>;

/** For this alias alone: in the row of another one it does not open. */
export function sealSecret(vault: Vault, alias: Named, secret: MailboxSecret): Buffer | null {
  if (secret.smtp === null && secret.imap === null) return null;
  return vault.seal(JSON.stringify(secret), secretContext(alias));
}

function passwordIn(vault: Vault, row: MailboxRow): string {
  return openSecret(vault, row).smtp ?? '';
}

/** Throws where the vault cannot open it. */
export function openSecret(vault: Vault, { alias, secret }: MailboxRow): MailboxSecret {
  if (secret === null) return { smtp: null, imap: null };
  // Only `sealSecret` ever wrote it.
  return JSON.parse(vault.open(secret, secretContext(alias))) as MailboxSecret;
}
