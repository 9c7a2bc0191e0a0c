/** Names the place of each sealed value: what the vault binds it to. */
import type { SealContext } from '../ports/vault.ts';

export function secretContext(alias: {
  readonly accountId: string;
  readonly id: string;
}): SealContext {
  return { table: 'alias', column: 'secret', accountId: alias.accountId, rowId: alias.id };
}

export function answerContext(request: {
  readonly accountId: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
}): SealContext {
  const { accountId, method, path, key } = request;
  const rowId = JSON.stringify([method, path, key]);
  return { table: 'idempotency_key', column: 'answer', accountId, rowId };
}

export function mailContext(mail: {
  readonly accountId: string;
  readonly id: string;
}): SealContext {
  return { table: 'system_mail', column: 'content', accountId: mail.accountId, rowId: mail.id };
}
