/** The place where an operator makes a database of a backup, which may not send until accepted. */
import { resolve } from 'node:path';
import { readBackup } from '../../db/backup/read-backup.ts';
import type { Config } from '../config.ts';
import { findKeys } from '../key-source.ts';
import { openDatabase } from '../open-database.ts';
import { countSealed } from '../sealed.ts';

type Asked = { readonly file: string; readonly json: boolean };

export async function restore(config: Config, { file: path, json }: Asked): Promise<number> {
  const file = resolve(path);
  const opened = await openDatabase(config, { make: true, asItIs: true });
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  const { db, url, close } = opened.value;
  try {
    const restored = await readBackup({ url, file });
    if (!restored.ok) {
      console.error(restored.failure);
      return 1;
    }
    const key = await findKeys(config);
    const sealed = await countSealed(db, key.ok ? key.value : null);
    const { createdAt, product, rows, migrated } = restored.value;
    if (json) {
      console.log(
        JSON.stringify({ file, createdAt, product, rows, migrated, fenced: true, sealed }),
      );
      return 0;
    }
    console.log(`Restored ${rows} rows as of ${createdAt} (version ${product}).`);
    for (const name of migrated) console.log(`Applied ${name}.`);
    if (sealed.closed > 0) {
      console.log(
        `\n${sealed.closed} mailbox passwords cannot be opened with the secret key that is here: put ` +
          `the original's into ${resolve(config.dataDir, 'secret.key')} (mode 600), or set ` +
          'COUNTERSIGN_SECRET_KEY. If the key was rotated since the backup, put the key of then into ' +
          'COUNTERSIGN_SECRET_KEY_PREVIOUS. Without it, enter those passwords again.',
      );
    }
    console.log('\nSending is fenced until you accept:  npm start -- fence');
    return 0;
  } finally {
    await close();
  }
}
