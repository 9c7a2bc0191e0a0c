/** The place where a stored alias becomes a mailbox: here alone its password is opened. */
import type { MailboxRow } from '../db/aliases.ts';
import type { Mailbox } from '../ports/mailer.ts';
import type { Vault } from '../ports/vault.ts';

/** What an alias's `secret` says once it is opened; null where there is no password. */
export type MailboxSecret = { readonly smtp: string | null; readonly imap: string | null };

/** Throws where the vault cannot open the secret. */
export function toMailbox(vault: Vault, { alias, secret }: MailboxRow): Mailbox {
  const { id: aliasId, provider, smtp } = alias;
  if (provider === 'sandbox' || smtp === null) return { aliasId, provider, smtp: null };
  const { host, port, security } = smtp;
  if (smtp.auth === null) return { aliasId, provider, smtp: { host, port, security, auth: null } };
  const auth = { username: smtp.auth.username, password: passwordIn(vault, secret) };
  return { aliasId, provider, smtp: { host, port, security, auth } };
}

export function sealSecret(vault: Vault, secret: MailboxSecret): Buffer | null {
  if (secret.smtp === null && secret.imap === null) return null;
  return vault.seal(JSON.stringify(secret));
}

function passwordIn(vault: Vault, secret: Buffer | null): string {
  if (secret === null) return '';
  // Only `sealSecret` ever wrote it.
  const { smtp } = JSON.parse(vault.open(secret)) as MailboxSecret;
  return smtp ?? '';
}
