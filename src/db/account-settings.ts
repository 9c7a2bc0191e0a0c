/** The place where it is read and written what an account says below every mail. */
import type { Selectable } from 'kysely';
import type { AccountSettings } from '../domain/account.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import type { Account as AccountTable } from './tables.generated.ts';

export async function findAccountSettings(db: Db, accountId: string): Promise<AccountSettings> {
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return rowToSettings(row);
}

/** Under lockAccount. */
export async function updateAccountSettings(db: Db, settings: AccountSettings): Promise<void> {
  await db
    .updateTable('account')
    .set({
      postal_address: settings.postalAddress,
      footer_text: settings.footerText,
      unsubscribe_line: settings.unsubscribeLine,
      footer_version: settings.version,
      settings_updated_at: at(settings.updatedAt),
    })
    .where('id', '=', settings.id)
    .execute();
}

function rowToSettings(row: Selectable<AccountTable>): AccountSettings {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    postalAddress: row.postal_address,
    footerText: row.footer_text,
    unsubscribeLine: row.unsubscribe_line,
    version: row.footer_version,
    updatedAt: row.settings_updated_at ?? row.created_at,
  };
}
