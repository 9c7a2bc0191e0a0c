/** The place where processes take their portions of what a key may ask in a minute. */
import { portionMax, portionShare } from '../domain/rate.ts';
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

export type Portion = {
  readonly windowStart: number;
  /** Nothing, where the window's budget is spent. */
  readonly portion: number;
  /** To all processes together, this one included. */
  readonly granted: number;
};

export type PortionAsked = {
  readonly subjectId: string;
  readonly accountId: string | null;
  readonly windowStart: number;
  readonly limit: number;
};

const given = (spent: string) =>
  `case when ${spent} >= $3::integer then 0
     else greatest(1, least(${portionMax}, ($3::integer - ${spent}) / ${portionShare})) end`;

/**
 * The inner select locks the row and sees it as its last writer left it, so that no two take the
 * same. A window never goes back: whoever read the clock before another began the next one gets
 * of that one.
 */
const takeOfRow = statement<{ window_start: number; portion: number; granted: number }>(
  'take_portion',
  `update rate_window as kept
   set window_start = now.window_start, granted = now.spent + now.portion
   from (
     select subject_id, window_start, spent, ${given('spent')} as portion
     from (
       select subject_id, greatest(window_start, $2::timestamptz) as window_start,
         case when $2::timestamptz > window_start then 0 else granted end as spent
       from rate_window where subject_id = $1 for update
     ) as locked
   ) as now
   where kept.subject_id = now.subject_id
   returning kept.window_start, now.portion, kept.granted`,
);

/** The row of a key is found by the key; its account is only where it belongs. */
export async function takePortion(db: Db, asked: PortionAsked): Promise<Portion> {
  const { subjectId, accountId, windowStart, limit } = asked;
  for (;;) {
    const [row] = await takeOfRow(db, subjectId, at(windowStart), limit);
    if (row !== undefined) {
      return { windowStart: row.window_start, portion: row.portion, granted: row.granted };
    }
    await db
      .insertInto('rate_window')
      .values({
        subject_id: subjectId,
        account_id: accountId,
        window_start: at(windowStart),
        granted: 0,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

const deleteOld = statement<{ subject_id: string }>(
  'delete_old_windows',
  `delete from rate_window where ctid = any(array(
     select ctid from rate_window where window_start <= $1 order by window_start limit $2
       for update skip locked))
   returning subject_id`,
);

/** Cross-tenant: windows of keys that have not asked for a long time. */
export async function deleteOldWindows(db: Db, before: number, limit: number): Promise<number> {
  return (await deleteOld(db, at(before), limit)).length;
}
