/** The place where an operator lets somebody who forgot their password choose a new one. */
import { createChance } from '../../adapters/clock/chance.ts';
import { createDatabaseClock } from '../../adapters/clock/database-clock.ts';
import { createScryptCredentials } from '../../adapters/credentials/scrypt-credentials.ts';
import type { Asked } from '../../cli/command-line.ts';
import { findEngine, readClock } from '../../db/engine.ts';
import { makePasswordLink } from '../../usecases/reset-password.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../open-database.ts';

type PasswordAsked = Extract<Asked, { readonly command: 'people password' }>;

export async function linkPassword(
  config: Config,
  { email, json }: PasswordAsked,
): Promise<number> {
  const opened = await openDatabase(config);
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  const { db, close } = opened.value;
  try {
    if ((await findEngine(db)) === null) {
      console.error('This database was never started: npm start, and ask again.');
      return 1;
    }
    const clock = createDatabaseClock(() => readClock(db));
    const chance = createChance();
    const credentials = createScryptCredentials();
    const token = await makePasswordLink({ db, clock, chance, credentials })(email);
    if (token === null) {
      console.error('Nobody signs in by this e-mail address; see who does: GET /api/v1/members.');
      return 1;
    }
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    const link = `${config.publicUrl ?? `http://${host}:${config.port}`}/password#${token}`;
    console.log(json ? JSON.stringify({ email, link }) : `${link}\n(once, within a day)`);
    return 0;
  } finally {
    await close();
  }
}
