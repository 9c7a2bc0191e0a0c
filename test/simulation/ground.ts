/** The place where runs get a database to happen on. */
import { createPool } from '../../src/db/database.ts';
import { createReset } from './rows.ts';
import type { Ground } from './run-seed.ts';
import { createSessions } from './sessions.ts';

export type OpenGround = Ground & { readonly close: () => Promise<void> };

export async function openGround(url: string): Promise<OpenGround> {
  const pool = createPool({ url, connectionsMax: 40, onIdleError: () => undefined });
  const sessions = await createSessions(pool);
  const reset = await createReset(sessions);
  return { sessions, reset, close: sessions.close };
}
