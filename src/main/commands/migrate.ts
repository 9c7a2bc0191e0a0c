/** The place where an operator brings the database to this version without starting anything. */
import { migrate } from '../../db/migrate.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../open-database.ts';

export async function migrateOnly(
  config: Config,
  { json }: { readonly json: boolean },
): Promise<number> {
  const opened = await openDatabase(config, { make: true, asItIs: true });
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  try {
    const applied = await migrate(opened.value.db);
    if (json) console.log(JSON.stringify({ applied }));
    else for (const name of applied) console.log(`Applied ${name}.`);
    if (!json && applied.length === 0) console.log('The database is up to date.');
    return 0;
  } finally {
    await opened.value.close();
  }
}
