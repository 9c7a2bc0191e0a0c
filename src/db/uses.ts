/** The place where it is counted which running campaigns stand on a thing: those keep it. */
import { sql } from 'kysely';
import { campaignStatuses } from '../domain/campaign/campaign.ts';
import { fromStates } from '../domain/campaign/lifecycle.ts';
import type { Db } from './database.ts';

/** What cannot be deleted itself is not deprived of what it stands on. */
const live = campaignStatuses.filter((status) => !fromStates('delete').includes(status));

export type ThingUsed =
  | { readonly template: string }
  | { readonly senderProfile: string; readonly isDefault: boolean }
  | { readonly alias: string }
  | { readonly connectedAccount: string };

/**
 * A launch at the same instant may not be seen: its campaign then finds nothing there, holds, and
 * says so. Nothing leaves for want of a thing.
 */
export async function countLiveUses(db: Db, accountId: string, thing: ThingUsed): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from campaign
     where account_id = ${accountId} and status = any(${live}::text[])
       and ${usesIt(thing)}`.execute(db);
  return rows[0]?.count ?? 0;
}

function usesIt(thing: ThingUsed) {
  if ('template' in thing) return inVariants('templateId', thing.template);
  if ('alias' in thing) {
    // A lead stays with the mailbox that wrote to it first, though the campaign has others now.
    return sql<boolean>`(alias_ids @> array[${thing.alias}]::text[] or exists (
      select 1 from enrolment e where e.campaign_id = campaign.id
        and e.status in ('pending', 'active') and e.alias_id = ${thing.alias}::uuid))`;
  }
  if ('connectedAccount' in thing) {
    return sql<boolean>`connected_account_id = ${thing.connectedAccount}`;
  }
  const named = inVariants('senderProfileId', thing.senderProfile);
  if (!thing.isDefault) return named;
  // A personal variant that names none is written with the default.
  return sql<boolean>`(${named} or jsonb_path_exists(steps,
    '$[*].variants[*] ? (@.type == "PERSONALIZATION" && @.senderProfileId == null)'))`;
}

function inVariants(field: 'templateId' | 'senderProfileId', id: string) {
  const path = `$[*].variants[*] ? (@.${field} == $id)`;
  return sql<boolean>`jsonb_path_exists(steps, ${path}::jsonpath,
    jsonb_build_object('id', ${id}::text))`;
}

/** Running, so that they are worth looking at again when the mailbox is better than it was. */
export async function listActiveWithAlias(
  db: Db,
  accountId: string,
  aliasId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('campaign')
    .select('id')
    .where('account_id', '=', accountId)
    .where('status', '=', 'active')
    .where(usesIt({ alias: aliasId }))
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
