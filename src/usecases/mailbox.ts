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
  return openSecret(vault, secret).smtp ?? '';
}

/** Throws where the vault cannot open it. */
export function openSecret(vault: Vault, secret: Buffer | null): MailboxSecret {
  if (secret === null) return { smtp: null, imap: null };
  // Only `sealSecret` ever wrote it.
  return JSON.parse(vault.open(secret)) as MailboxSecret;
}
