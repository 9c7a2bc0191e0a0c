/** The place where a test drives a whole engine: what it may do to it, and what it may look at. */

import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { NewCampaign, NewStep } from '../../src/domain/campaign/new-campaign.ts';
import type { EngineDeps } from '../../src/engine/deps.ts';
import { dispatchOnce } from '../../src/engine/dispatch.ts';
import { verbs } from '../../src/engine/verbs.ts';
import type { Envelope, HandOver } from '../../src/ports/mailer.ts';
import { approveStep } from '../../src/usecases/approve-step.ts';
import { createTemplate } from '../../src/usecases/create-template.ts';
import { findCampaign } from '../../src/usecases/find-campaign.ts';
import { launchCampaign } from '../../src/usecases/launch-campaign.ts';
import { valueFrom } from './outcome.ts';
import type { World } from './world.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Both clocks move; nothing happens by itself. */
export function skip(world: World, ms: number): void {
  world.now.engine += ms;
  world.now.real += ms;
}

/**
 * Lets the time pass as the engine's own loop does: from one instant at which it is due to the
 * next.
 */
export async function leap(world: World, ms: number): Promise<void> {
  const until = world.now.engine + ms;
  for (;;) {
    await world.settle();
    const { now } = world;
    const due = await Promise.all(verbs.flatMap((verb) => verb.nextAt?.(world.db) ?? []));
    const next = Math.min(until, ...due.filter((at) => at > now.engine));
    if (next <= now.engine) return;
    skip(world, next - now.engine);
  }
}

export function dispatch(world: World, deps: EngineDeps = world.engine) {
  return dispatchOnce(deps, { ...world.now });
}

/**
 * An engine that is interrupted once: after its claim is committed, before anything is on the
 * wire.
 */
export function interrupted(world: World, act: () => Promise<unknown>): EngineDeps {
  let pending: (() => Promise<unknown>) | null = act;
  const rememberClaim = async (): Promise<void> => {
    const due = pending;
    pending = null;
    await due?.();
  };
  return { ...world.engine, worker: { ...world.engine.worker, rememberClaim } };
}

export type Later<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void };

/** A promise that the test keeps when it likes. */
export function later<T = void>(): Later<T> {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

export type Hanging = {
  /** Resolves when the first message is with the mail server. */
  readonly arrived: Promise<Envelope>;
  /** What the server says in the end, to all that hang. */
  readonly release: (answer?: HandOver) => void;
};

/** From now on the mail server takes messages and says nothing. */
export function hang(world: World): Hanging {
  const said = later<HandOver>();
  const arrived = later<Envelope>();
  world.answer = (envelope) => {
    arrived.resolve(envelope);
    return said.promise;
  };
  return {
    arrived: arrived.promise,
    release: (answer = { outcome: 'accepted', response: '250 taken' }) => {
      world.answer = () => ({ outcome: 'accepted', response: '250 taken' });
      said.resolve(answer);
    },
  };
}

/** Everything that was ever tried, oldest first. */
export async function ledger(world: World, campaignId?: string) {
  const rows = await world.db
    .selectFrom('send')
    .innerJoin('enrolment', 'enrolment.id', 'send.enrolment_id')
    .select(['enrolment.row_index as row', 'send.step', 'send.epoch', 'send.state'])
    .$if(campaignId !== undefined, (query) =>
      query.where('send.campaign_id', '=', campaignId ?? ''),
    )
    .orderBy('send.handed_over_at')
    .orderBy('send.id')
    .execute();
  return rows.map(({ row, step, epoch, state }) => `${row} step ${step} try ${epoch} ${state}`);
}

/** Its leads in order, each as its outcome or where it stands. */
export async function leads(world: World, campaignId: string) {
  const rows = await world.db
    .selectFrom('enrolment')
    .select(['id', 'row_index', 'status', 'step', 'stop_reason', 'tries', 'ineligible'])
    .select(['due_at', 'ready_at', 'draft_at', 'alias_id', 'workflow_instance_id', 'variants'])
    .where('campaign_id', '=', campaignId)
    .orderBy('row_index')
    .execute();
  return rows;
}

export async function standings(world: World, campaignId: string): Promise<readonly string[]> {
  const rows = await leads(world, campaignId);
  return rows.map(({ status, step, stop_reason: why }) =>
    why === null ? `${status} at ${step}` : `${status} at ${step}: ${why}`,
  );
}

export async function leadId(world: World, campaignId: string, row = 0): Promise<string> {
  const found = (await leads(world, campaignId))[row];
  if (found === undefined) throw new Error(`the campaign has no lead ${row}`);
  return found.id;
}

export async function statusOf(world: World, campaignId: string): Promise<string> {
  return valueFrom(await findCampaign(world.usecases)(world.me, { campaignId })).status;
}

/** What went over the wire, read as its recipient's mail program reads it, up to the way out. */
export async function parsed(envelope: Envelope | undefined) {
  if (envelope === undefined) throw new Error('nothing was handed over');
  const mail = await PostalMime.parse(envelope.bytes);
  const [text = '', line] = (mail.text ?? '').split(/\n\n(?=If you would rather not hear)/);
  if (line === undefined) throw new Error(`nobody could unsubscribe from this: ${text}`);
  return { subject: mail.subject ?? '', text };
}

export async function makeTemplate(world: World, body: string): Promise<string> {
  const made = await createTemplate(world.usecases)(world.me, {
    name: 'Words',
    subject: 'Hello {{ first_name }}',
    body,
  });
  return valueFrom(made).id;
}

/** One step an element, each written by a model; `delays` in days. */
export function personalSteps(...delays: readonly number[]): Pick<NewCampaign, 'steps'> {
  return stepsOf(delays, { label: 'A', type: 'PERSONALIZATION' });
}

/** One step an element, each the same template. */
export function templateSteps(
  templateId: string,
  ...delays: readonly number[]
): Pick<NewCampaign, 'steps'> {
  return stepsOf(delays, { label: 'A', type: 'TEMPLATE', templateId });
}

function stepsOf(delays: readonly number[], variant: NewStep['variants'][number]) {
  return {
    steps: delays.map((delayDays, index) => ({ step: index + 1, delayDays, variants: [variant] })),
  };
}

/** Accepted, and no round has begun. */
export async function launchOnly(world: World, campaignId: string): Promise<void> {
  valueFrom(await launchCampaign(world.usecases)(world.me, { campaignId }));
}

/** Enrols everybody, and hands nothing over. */
export async function enrolOnly(world: World, ...campaignIds: readonly string[]): Promise<void> {
  for (const campaignId of campaignIds) await launchOnly(world, campaignId);
  await world.settle({ ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } });
}

/** A column of one row of the dataset, changed behind everybody's back. */
export async function setValue(
  world: World,
  campaignLeadId: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await world.db
    .updateTable('lead')
    .set({ data: sql`data::jsonb || ${JSON.stringify(values)}::jsonb` })
    .where('id', '=', (query) =>
      query.selectFrom('enrolment').select('lead_id').where('id', '=', campaignLeadId),
    )
    .execute();
}

type Approve = Parameters<ReturnType<typeof approveStep>>[1];

/** Approves as a person would who typed these words. */
export function approve(
  world: World,
  of: Pick<Approve, 'campaignId' | 'campaignLeadId'> & Partial<Approve>,
) {
  return approveStep(world.usecases)(world.me, {
    step: 1,
    variantLabel: 'A',
    subject: 'A subject',
    body: 'A body.',
    customPrompt: null,
    promptSnapshot: null,
    model: null,
    generationLatencyMs: null,
    researchSources: null,
    draftId: null,
    expectedStepConfig: null,
    expectedContentHash: null,
    ...of,
  });
}

export async function openGate(world: World, campaignLeadId: string) {
  const gate = await world.db
    .selectFrom('gate')
    .selectAll()
    .where('enrolment_id', '=', campaignLeadId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return gate ?? null;
}
