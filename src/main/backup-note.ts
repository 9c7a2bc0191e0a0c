/** The place where the data folder remembers its last backup, for the doctor to tell its age. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../db/embedded/write-durably.ts';

const fileName = 'last-backup.json';
const shape = z.object({ createdAt: z.iso.datetime(), file: z.string(), bytes: z.int() });

export type BackupNote = z.infer<typeof shape>;

/** A backup without its note is a backup: a folder that is elsewhere or another's is left alone. */
export async function noteBackup(dataDir: string, note: BackupNote): Promise<void> {
  const text = `${JSON.stringify(note)}\n`;
  await writeDurably({ path: join(dataDir, fileName), text, mode: 0o644 }).catch(() => undefined);
}

export async function readBackupNote(dataDir: string): Promise<BackupNote | null> {
  try {
    return shape.parse(JSON.parse(await readFile(join(dataDir, fileName), 'utf8')));
  } catch {
    return null;
  }
}
