/**
 * The place where claimed sends are called back before the wire, and every slot they took with
 * them.
 */
import type { Db } from '../db/database.ts';
import { giveBackHandOvers, giveBackUse, lockAccountPace, lowerPaces } from '../db/pace.ts';
import type { CancelWhat } from '../db/wire.ts';
import { cancelClaimed } from '../db/wire.ts';
import { bucketOf } from '../domain/schedule/rolling-cap.ts';

/** Takes the account's lock, so that nobody claims meanwhile; then every slot goes back. */
export async function cancelAndGiveBack(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly now: number;
    readonly reason: string;
    readonly what: CancelWhat;
  },
): Promise<number> {
  const { accountId, now } = of;
  await lockAccountPace(tx, accountId);
  const cancelled = await cancelClaimed(tx, of);
  if (cancelled.length === 0) return 0;
  await giveBackHandOvers(
    tx,
    cancelled.map((send) => ({ campaignId: send.campaign_id, handedOverAt: send.handed_over_at })),
  );
  const buckets = cancelled.map((send) => bucketOf(send.handed_over_at));
  const aliases = cancelled.map((send) => send.alias_id);
  const domains = cancelled.map((send) => send.domain);
  await giveBackUse(tx, { accountId, kind: 'alias', keys: aliases, buckets });
  await giveBackUse(tx, { accountId, kind: 'domain', keys: domains, buckets });
  const readied = cancelled.flatMap((send) =>
    send.ready_at === null ? [] : [{ campaignId: send.campaign_id, readyAt: send.ready_at }],
  );
  await lowerPaces(tx, { accountId, now, readied });
  return cancelled.length;
}
