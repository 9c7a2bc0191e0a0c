/** The place where an operator reads why nothing is sent, and takes the responsibility for more. */
import { createChance } from '../../adapters/clock/chance.ts';
import { createDatabaseClock } from '../../adapters/clock/database-clock.ts';
import {
  type EngineRow,
  findEngine,
  findHighestClaim,
  findSystemIdentifier,
  readClock,
} from '../../db/engine.ts';
import { countUncertain } from '../../db/hold.ts';
import { holdUncertain } from '../../engine/hold.ts';
import { judgeFence } from '../../engine/start.ts';
import { acceptFence } from '../../usecases/accept-fence.ts';
import { openClaimMark, readClaimMark } from '../claim-mark.ts';
import type { Config } from '../config.ts';
import { type OpenDatabase, openDatabase } from '../open-database.ts';

type Asked = { readonly json: boolean };

export function showFence(config: Config, { json }: Asked): Promise<number> {
  return withEngine(config, async (open, engine) => {
    const fenced = engine !== null && engine.fenced_at !== null;
    const uncertain = fenced
      ? await countUncertain(open.db, (await clockOf(open).read()).engine)
      : [];
    const leads = uncertain.reduce((sum, one) => sum + one.leads, 0);
    if (json) {
      const since = fenced ? new Date(engine.fenced_at ?? 0).toISOString() : null;
      const reason = engine?.fence_reason ?? null;
      console.log(JSON.stringify({ fenced, since, reason, leads, campaigns: uncertain }));
      return 0;
    }
    if (!fenced) {
      console.log('Nothing is fenced: what is due is sent.');
      return 0;
    }
    console.log(`Sending is fenced since ${new Date(engine.fenced_at ?? 0).toISOString()}.`);
    console.log(`${engine.fence_reason}\n`);
    console.log(`Leads that may have been written to without this database knowing: ${leads}`);
    for (const one of uncertain) console.log(`  campaign ${one.campaign_id}: ${one.leads}`);
    console.log(afterwards);
    return 0;
  });
}

const afterwards = `
First make sure that no other copy of this database sends, or will. Then either

  npm start -- fence accept
      holds those leads as unknown: each waits until a person resolves it as sent or not sent.
      Right after a restore, and whenever you are not sure.

  npm start -- fence accept --nothing-was-sent
      holds nothing: all that is due goes out. Right after a power cut or a move, if you know that
      nothing left that this database does not know.

What people did since the backup is not known here either: campaigns they made or launched, leads
they stopped, addresses they suppressed. See docs/operate.md.`;

type Accept = Asked & { readonly nothingWasSent: boolean };

export function accept(config: Config, { json, nothingWasSent }: Accept): Promise<number> {
  return withEngine(config, async (open, engine) => {
    if (engine === null || engine.fenced_at === null) {
      console.log(json ? JSON.stringify({ accepted: false }) : 'Nothing was fenced.');
      return 0;
    }
    const { db } = open;
    const deps = { db, chance: createChance(), clock: clockOf(open) };
    const now = await deps.clock.read();
    const held = nothingWasSent ? null : await holdUncertain(deps, now);
    if (held?.ok === false) {
      console.error(held.failure);
      return 1;
    }
    await agree(config, open);
    const systemIdentifier = await findSystemIdentifier(db).catch(() => null);
    const gapEndsAt = nothingWasSent ? null : now.engine;
    const { epoch } = await acceptFence(deps)({ systemIdentifier, gapEndsAt });
    const { leads, launches } = held?.value ?? { leads: 0, launches: [] };
    if (json) {
      console.log(JSON.stringify({ accepted: epoch !== null, epoch, held: leads, launches }));
      return 0;
    }
    console.log(`Accepted: the engine's epoch is now ${epoch}.`);
    console.log('Whatever started fenced goes on within ten seconds, whoever starts now at once.');
    console.log('Restart every other instance that runs: it may not send any more.');
    if (leads > 0) {
      console.log(`\nHeld as unknown, to be resolved by a person as sent or not sent: ${leads}`);
    }
    for (const id of launches)
      console.log(`Its launch may have run in the original: campaign ${id}`);
    return 0;
  });
}

/**
 * Else the folder would be ahead of the database at the next start, too. Before it is accepted:
 * behind the fence no claim is made, and what runs reads the mark again before it makes one.
 */
async function agree(config: Config, { db }: OpenDatabase): Promise<void> {
  if ((await readClaimMark(config.dataDir)) === null) return;
  const mark = await openClaimMark(config.dataDir);
  await mark.agree(await findHighestClaim(db));
  await mark.close();
}

function clockOf({ db }: OpenDatabase) {
  return createDatabaseClock(() => readClock(db));
}

/** What the next start would fence is fenced here, so that one call is enough at rest. */
async function withEngine(
  config: Config,
  work: (open: OpenDatabase, engine: EngineRow | null) => Promise<number>,
): Promise<number> {
  const opened = await openDatabase(config);
  if (!opened.ok) {
    console.error(opened.failure);
    return 1;
  }
  const open = opened.value;
  try {
    await judgeFence(open, { folderClaim: await readClaimMark(config.dataDir) });
    return await work(open, await findEngine(open.db));
  } finally {
    await open.close();
  }
}
