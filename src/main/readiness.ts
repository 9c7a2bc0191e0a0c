/** The place where it is found out whether this process can do its work, and what keeps it. */
import { listPending } from '../db/migrate.ts';
import type { Readiness } from '../http/shell/health.ts';
import type { Wired } from './wire.ts';

/** `isAtWork`: null where this process only serves. */
export async function readReadiness(
  wired: Pick<Wired, 'db' | 'findEngine'>,
  isAtWork: boolean | null,
): Promise<Readiness> {
  try {
    const engine = await wired.findEngine();
    const pending = await listPending(wired.db);
    const fenced = engine === null || engine.fenced_at === null ? null : engine.fence_reason;
    return {
      database: engine !== null,
      migrations: pending.length === 0,
      engine: isAtWork !== false,
      fencedBecause: fenced,
    };
  } catch {
    return { database: false, migrations: true, engine: isAtWork !== false, fencedBecause: null };
  }
}
