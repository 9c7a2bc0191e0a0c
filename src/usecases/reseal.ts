/**
 * Seals every value anew that the current key has not sealed for its row: in bounded batches, each
 * of them one statement, which replaces only what is still as it was read. So it can be ended at
 * any moment and begun again, beside processes that write, and beside another one of its kind.
 */
import type { Db } from '../db/database.ts';
import {
  type AnswerName,
  listSealedAnswers,
  listSealedMails,
  listSealedSecrets,
  type Replacement,
  replaceAnswers,
  replaceMails,
  replaceSecrets,
  type SealedSecret,
} from '../db/sealed.ts';
import type { Resealer, SealContext } from '../ports/vault.ts';
import type { DbDep } from './deps.ts';
import { answerContext, mailContext, secretContext } from './seal-contexts.ts';

const batchRows = 100;
/** A pass that finds nothing to do is the last; writers that never stop are not waited for. */
const passesMax = 20;

export type Counted = {
  /** Sealed anew by this run. */
  readonly anew: number;
  /** In the last pass: what no key that is here opens, and how many of those no row is bound to. */
  readonly closed: number;
  readonly closedUnbound: number;
};

export type ResealDeps = DbDep & { readonly resealer: Resealer };

/** Null: after so many passes there is still something that another key has just sealed. */
export async function resealAll(deps: ResealDeps): Promise<Counted | null> {
  let anew = 0;
  for (let pass = 0; pass < passesMax; pass += 1) {
    const tally = { changed: 0, closed: 0, closedUnbound: 0 };
    await resealById(deps, tally, secrets);
    await resealById(deps, tally, mails);
    await resealAnswers(deps, tally);
    anew += tally.changed;
    const { changed, closed, closedUnbound } = tally;
    if (changed === 0) return { anew, closed, closedUnbound };
  }
  return null;
}

type Tally = { changed: number; closed: number; closedUnbound: number };

type ById = Pick<Batch<SealedSecret>, 'contextOf' | 'replace'> & {
  readonly list: typeof listSealedSecrets;
};

const secrets: ById = {
  list: listSealedSecrets,
  contextOf: secretContext,
  replace: replaceSecrets,
};
const mails: ById = { list: listSealedMails, contextOf: mailContext, replace: replaceMails };

async function resealById(
  deps: ResealDeps,
  tally: Tally,
  { list, contextOf, replace }: ById,
): Promise<void> {
  let after = nobody;
  for (;;) {
    const rows = await list(deps.db, { after, limit: batchRows });
    await replaceThose(deps, tally, { rows, contextOf, replace });
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    after = last.id;
  }
}

async function resealAnswers(deps: ResealDeps, tally: Tally): Promise<void> {
  let after: AnswerName = { accountId: nobody, method: '', path: '', key: '' };
  for (;;) {
    const rows = await listSealedAnswers(deps.db, { after, limit: batchRows });
    await replaceThose(deps, tally, {
      rows,
      contextOf: answerContext,
      replace: replaceAnswers,
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    after = last;
  }
}

type Batch<Row> = {
  readonly rows: readonly Row[];
  readonly contextOf: (row: Row) => SealContext;
  readonly replace: (db: Db, replacements: readonly Replacement<Row>[]) => Promise<number>;
};

async function replaceThose<Row extends { readonly sealed: Buffer }>(
  { db, resealer }: ResealDeps,
  tally: Tally,
  { rows, contextOf, replace }: Batch<Row>,
): Promise<void> {
  const replacements: Replacement<Row>[] = [];
  for (const row of rows) {
    const made = resealer.reseal(row.sealed, contextOf(row));
    if (made.kind === 'anew') replacements.push({ row, sealed: made.sealed });
    if (made.kind !== 'closed') continue;
    tally.closed += 1;
    if (!made.isBound) tally.closedUnbound += 1;
  }
  if (replacements.length === 0) return;
  await replace(db, replacements);
  // One that was replaced meanwhile by another process is looked at in the next pass.
  tally.changed += replacements.length;
}

/** Before every id. */
const nobody = '00000000-0000-0000-0000-000000000000';
