/**
 * The place where a test has a whole engine: real SQL, a held clock, a mailer that answers as
 * told.
 */

import { createScryptCredentials } from '../../src/adapters/credentials/scrypt-credentials.ts';
import { createSealedLinks, fixedLinkKeys } from '../../src/adapters/links/sealed-links.ts';
import { createRenderer } from '../../src/adapters/renderer/renderer.ts';
import { createAesVault, fixedKeys } from '../../src/adapters/vault/aes-vault.ts';
import { insertEngine, insertWorker } from '../../src/db/engine.ts';
import type { NewCampaign } from '../../src/domain/campaign/new-campaign.ts';
import { createWindowTable } from '../../src/domain/schedule/window.ts';
import type { EngineDeps, EngineSettings } from '../../src/engine/deps.ts';
import { verbs } from '../../src/engine/verbs.ts';
import type { Envelope, HandOver, Mailer } from '../../src/ports/mailer.ts';
import type { Writer } from '../../src/ports/writer.ts';
import type { Caller } from '../../src/usecases/caller.ts';
import { createAlias } from '../../src/usecases/create-alias.ts';
import { createCampaign } from '../../src/usecases/create-campaign.ts';
import { createDataset } from '../../src/usecases/create-dataset.ts';
import { createTemplate } from '../../src/usecases/create-template.ts';
import type {
  CredentialsDep,
  OutboundDep,
  PublicUrlDep,
  WireRightDep,
} from '../../src/usecases/deps.ts';
import { launchCampaign } from '../../src/usecases/launch-campaign.ts';
import { noLists } from './no-lists.ts';
import { valueFrom } from './outcome.ts';
import { createStore, type Store } from './store.ts';
import type { TestDatabase } from './test-databases.ts';

export type World = Store & {
  readonly me: Caller;
  readonly engine: EngineDeps;
  /** Where links lead. */
  origin: string;
  readonly usecases: EngineDeps & PublicUrlDep & CredentialsDep & OutboundDep & WireRightDep;
  /** Envelopes handed over, whatever they were answered, oldest first. */
  readonly handed: Envelope[];
  /** What the next hand-overs are answered; accepted where it says nothing. */
  answer: (envelope: Envelope) => HandOver | Promise<HandOver>;
  /** Another worker on the same database. */
  readonly worker: () => Promise<EngineDeps>;
  /** Every verb of every kind in turn, until none does anything at this instant. */
  readonly settle: (deps?: EngineDeps) => Promise<void>;
  /** Moves both clocks in steps of `everyMs`, settling at each. */
  readonly pass: (ms: number, everyMs?: number) => Promise<void>;
};

const secretKey = Buffer.alloc(32, 7);

/** Real hashes, a thousandth of the price. */
const cheap = { ln: 4, r: 8, p: 1 };
const usualCrowd = { atOnceMax: 2, waitingMax: 32 };
/** Nobody rests between two looks, but they take turns. */
const restless = { restMs: 0, waitingMax: 4, namesMax: 1_000 };

/** One for all worlds of a file: its thread takes longer to start than most tests last. */
const renderer = createRenderer();

/** Writes the same words for the same lead and prompt. */
const plainWriter: Writer = {
  model: 'plain-writer',
  sandbox: true,
  write: ({ lead, step, prompt }) =>
    Promise.resolve({
      outcome: 'written',
      subject: `For ${String(lead.first_name)}`,
      body: `Step ${step} for ${String(lead.first_name)}, by a prompt of ${prompt.length}.`,
      model: 'plain-writer',
      facts: [],
    }),
};

const accepted: HandOver = { outcome: 'accepted', response: '250 taken' };

export async function makeWorld(
  settings: Partial<EngineSettings> = {},
  database?: TestDatabase,
): Promise<World> {
  const store = await createStore(database);
  const { db, now, clock, chance } = store;
  await insertEngine(db, {
    real: now.real,
    anchorEngine: now.engine,
    rate: 1,
    systemIdentifier: null,
    everFast: true,
  });
  const handed: Envelope[] = [];
  const mailer: Mailer = {
    open: () =>
      Promise.resolve({
        open: true,
        handOver: async (envelope) => {
          handed.push(envelope);
          return world.answer(envelope);
        },
        release: () => undefined,
      }),
    verify: () => Promise.resolve({ ok: true }),
    close: () => Promise.resolve(),
  };
  const shared = {
    db,
    clock,
    chance,
    mailer,
    links: createSealedLinks({ ...fixedLinkKeys(secretKey), origin: () => world.origin }),
    renderer,
    writer: plainWriter,
    vault: createAesVault(fixedKeys(secretKey)),
    addressLists: noLists,
    post: null,
    windows: createWindowTable(),
    log: { info: () => undefined, warn: () => undefined },
    settings: { claimMax: 200, connectionsMax: 4, roundsMax: 1, handfulMax: 2, ...settings },
  };
  const worker = async (): Promise<EngineDeps> => {
    const id = chance.uuid(now.real);
    await insertWorker(db, {
      id,
      host: 'test',
      pid: 1,
      engineEpoch: 1,
      real: now.real,
      lockKey: Number.parseInt(id.slice(-12), 16),
    });
    const leases = new Map();
    const rememberClaim = () => Promise.resolve();
    return { ...shared, worker: { id, engineEpoch: 1, leases, rememberClaim } };
  };
  const engine = await worker();
  const settle = async (deps: EngineDeps = engine): Promise<void> => {
    for (let rounds = 0; rounds < 1_000; rounds++) {
      let did = 0;
      for (const verb of verbs) did += (await verb.runOnce(deps, { ...now })).did;
      if (did === 0) return;
    }
    throw new Error('the engine never comes to rest at this instant');
  };
  const world: World = {
    ...store,
    me: await store.caller(),
    engine,
    usecases: {
      ...engine,
      publicUrl: null,
      outbound: store.outbound,
      engineEpoch: 1,
      fencedBecause: null,
      credentials: createScryptCredentials(cheap, usualCrowd, restless),
    },
    origin: 'http://localhost:4400',
    handed,
    answer: () => accepted,
    worker,
    settle,
    pass: async (ms, everyMs = 60_000) => {
      const until = now.engine + ms;
      while (now.engine < until) {
        const step = Math.min(everyMs, until - now.engine);
        now.engine += step;
        now.real += step;
        await settle();
      }
    },
  };
  return world;
}

export async function makeAlias(
  world: World,
  input: Partial<Parameters<ReturnType<typeof createAlias>>[1]> = {},
): Promise<string> {
  const alias = valueFrom(
    await createAlias(world.usecases)(world.me, {
      address: `sender${world.chance.uuid(0).slice(-4)}@ours.example`,
      displayName: 'Ada Sender',
      provider: 'sandbox',
      dailyCap: 1_000,
      ...input,
    }),
  );
  return alias.id;
}

/** An open window around the clock, every day, one step from a template to so many leads. */
export async function makeCampaign(
  world: World,
  of: {
    readonly leads?: number | readonly string[];
    readonly campaign?: Partial<NewCampaign>;
  } = {},
): Promise<string> {
  const { leads = 3 } = of;
  const addresses =
    typeof leads === 'number'
      ? Array.from(
          { length: leads },
          (_, n) => `lead${n}@${world.chance.uuid(0).slice(-4)}.example`,
        )
      : leads;
  const rows = addresses.map((email, n) => ({ email, first_name: `Lead${n}` }));
  const dataset = valueFrom(await createDataset(world.usecases)(world.me, { name: 'Leads', rows }));
  const template = valueFrom(
    await createTemplate(world.usecases)(world.me, {
      name: 'Hello',
      subject: 'Hello {{ first_name }}',
      body: 'Hello {{ first_name }}, how are you?',
    }),
  );
  const variants = [{ label: 'A', type: 'TEMPLATE' as const, templateId: template.id }];
  const campaign = valueFrom(
    await createCampaign(world.usecases)(world.me, {
      name: 'A campaign',
      datasetId: dataset.id,
      steps: [{ step: 1, variants }],
      aliasIds: of.campaign?.aliasIds ?? [await makeAlias(world)],
      minIntervalSeconds: 60,
      windowStart: '00:00:00',
      windowEnd: '23:59:59',
      sendDays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      ...of.campaign,
    } as NewCampaign),
  );
  return campaign.id;
}

export async function launch(world: World, campaignId: string): Promise<void> {
  valueFrom(await launchCampaign(world.usecases)(world.me, { campaignId }));
  await world.settle();
}
