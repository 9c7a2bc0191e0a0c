/**
 * The place where the data folder remembers the highest claim, apart from the database.
 *
 * Synced before a claim is used: a database that knows a lower number was restored from before it,
 * and would write again to people who have been written to.
 */
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';

export type ClaimMark = {
  /** As it was found; null in a folder that has seen no claim. */
  readonly found: number | null;
  readonly remember: (claimNo: number) => Promise<void>;
  /**
   * An operator has accepted this database as the truth: its highest claim is the folder's, too.
   */
  readonly agree: (claimNo: number) => Promise<void>;
  /**
   * As if it were opened now, for an operator's command has agreed meanwhile, in the file alone:
   * what is remembered here would hide every claim below it. Null as `found`.
   */
  readonly readAgain: () => Promise<number | null>;
  readonly close: () => Promise<void>;
};

const fileName = 'claim-mark';
const digits = 20;

export async function openClaimMark(dataDir: string): Promise<ClaimMark> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, fileName);
  const found = await read(file);
  const handle = await open(file, found === null ? 'w' : 'r+', 0o600);
  let highest = found ?? 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    // A fixed width, in place: a torn write leaves a number that is too low, never no number.
    await handle.write(`${String(highest).padStart(digits, '0')}\n`, 0);
    await handle.datasync();
  };
  return {
    found,
    remember: (claimNo) => {
      if (claimNo <= highest) return writing;
      highest = claimNo;
      writing = writing.then(write);
      return writing;
    },
    agree: (claimNo) => {
      highest = claimNo;
      writing = writing.then(write);
      return writing;
    },
    readAgain: async () => {
      await writing;
      const again = await read(file);
      highest = again ?? 0;
      return again;
    },
    close: async () => {
      await writing;
      await handle.close();
    },
  };
}

/** Makes nothing: an operator may be another user than the one the folder belongs to. */
export function readClaimMark(dataDir: string): Promise<number | null> {
  return read(path.join(dataDir, fileName));
}

async function read(file: string): Promise<number | null> {
  try {
    const number = Number.parseInt(await readFile(file, 'utf8'), 10);
    return Number.isSafeInteger(number) ? number : null;
  } catch {
    return null;
  }
}
