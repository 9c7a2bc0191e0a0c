/** The place where an operator has all rows written to a file. */
import { resolve } from 'node:path';
import { writeBackup } from '../../db/backup/write-backup.ts';
import { noteBackup } from '../backup-note.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../open-database.ts';
import { version } from '../version.ts';

type Asked = { readonly file: string; readonly json: boolean };

export async function backup(config: Config, { file: path, json }: Asked): Promise<number> {
  const file = resolve(path);
  const opened = await openDatabase(config);
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  try {
    const made = await writeBackup({ url: opened.value.url, file, product: version });
    if (!made.ok) {
      console.error(made.failure);
      return 1;
    }
    const { createdAt, bytes, tables } = made.value;
    await noteBackup(config.dataDir, { createdAt, file, bytes });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const secretKey = config.secretKey === null ? resolve(config.dataDir, 'secret.key') : null;
    if (json) {
      console.log(JSON.stringify({ file, createdAt, bytes, rows, verified: true, tables }));
      return 0;
    }
    console.log(`${file}: ${rows} rows as of ${createdAt}, ${bytes} bytes, read back and whole.`);
    console.log(
      'The secret key is not in it. Without the key every mailbox password must be entered again: ' +
        `keep ${secretKey ?? 'COUNTERSIGN_SECRET_KEY'} in another safe place.`,
    );
    return 0;
  } finally {
    await opened.value.close();
  }
}
