/**
 * The place where rows that were judged go to PostgreSQL, while the next are read: there are two
 * buffers, and each is filled again when what it held has been passed on.
 */
import { createCopyBuffer } from '../db/copy-buffer.ts';
import type { Copy, CopyIn } from '../db/copy-transaction.ts';
import {
  beginLeads,
  copyRefused,
  createLeadWriter,
  type LeadWriterOf,
  writeRefused,
} from '../db/import-rows.ts';
import type { Judged } from '../domain/import/judge-rows.ts';

/** Passed on when it is full; what a slice of the file becomes fits in behind. */
const pieceBytes = 512 * 1024;
/** Of one statement: it may take a minute, and this takes a second. */
const statementBytes = 32 * 1024 * 1024;
/** Refused rows wait for the statement to end; this many end it. */
const refusedBytesMax = 1024 * 1024;

export type RowCopier = {
  readonly add: (judged: Judged) => void;
  /** To be called between two slices of the file. */
  readonly advance: () => Promise<void>;
  readonly end: () => Promise<void>;
};

export function createRowCopier(
  copyIn: CopyIn,
  of: LeadWriterOf & { readonly importId: string; readonly from: number },
): RowCopier {
  const write = createLeadWriter(of);
  const { accountId, importId } = of;
  let nextIndex = of.from;
  let filling = createCopyBuffer(pieceBytes);
  let other = createCopyBuffer(pieceBytes);
  let leads: Copy | null = null;
  let leadBytes = 0;
  let underWay: Promise<void> = Promise.resolve();
  let refused: Buffer[] = [];
  let refusedBytes = 0;
  let refusedSoFar = 0;

  async function passOn(): Promise<void> {
    await underWay;
    leads ??= beginLeads(copyIn);
    leadBytes += filling.length();
    underWay = leads.write(filling.written());
    // Told by the next `await`, which may come later than it fails.
    underWay.catch(() => undefined);
    [filling, other] = [other, filling];
    filling.clear();
  }

  async function end(): Promise<void> {
    if (filling.length() > 0) await passOn();
    await underWay;
    // Put aside before the waits: what is added during one belongs to the next statement.
    const [ending, rows] = [leads, refused];
    leads = null;
    leadBytes = 0;
    refused = [];
    refusedBytes = 0;
    await ending?.end();
    if (rows.length > 0) await copyRefused(copyIn, rows);
  }

  return {
    add: (judged) => {
      write(filling, judged.leads, nextIndex);
      nextIndex += judged.leads.length;
      const rows = judged.refused;
      if (rows.length === 0) return;
      const told = writeRefused({ accountId, importId, from: refusedSoFar, rows });
      refused.push(told);
      refusedBytes += told.length;
      refusedSoFar += rows.length;
    },
    advance: async () => {
      if (filling.length() >= pieceBytes) await passOn();
      if (leadBytes >= statementBytes || refusedBytes >= refusedBytesMax) await end();
    },
    end,
  };
}
