/**
 * The place where life goes on: what is ready is let through one by one, and when nothing is, time
 * leaps to the next instant at which something happens.
 */

import { at } from '../../src/db/columns.ts';
import type { Db } from '../../src/db/database.ts';
import type { Verb } from '../../src/engine/verbs.ts';
import { verbs } from '../../src/engine/verbs.ts';
import {
  chooseAct,
  judgeActs,
  launchAct,
  resolveActs,
  resumeActs,
  reviewAgainActs,
} from './acts.ts';
import type { Act } from './desk.ts';
import { acceptAct } from './desk.ts';
import type { Task } from './kernel.ts';
import { drain } from './kernel.ts';
import type { Look } from './look.ts';
import { lookAround } from './look.ts';
import { checkPaces } from './paces.ts';
import { shake } from './shakes.ts';
import type { Stage } from './stage.ts';
import { addWorker, tally } from './stage.ts';
import { Violation } from './violation.ts';
import type { Worker } from './worker.ts';
import { isFree, startBeat, startRetiring, startRound } from './worker.ts';

/** `storm`: faults and people. `calm`: neither. `clearing`: people do whatever is left to do. */
export type Phase = 'storm' | 'calm' | 'clearing';

export type Life = {
  readonly stage: Stage;
  /** Reads beside the simulated processes, by the same functions. */
  readonly monitor: Db;
  readonly launches: { readonly at: number; readonly act: Act }[];
  phase: Phase;
  /** Engine instant at which the phase ends, if it does by the clock. */
  until: number;
  last: Task | null;
  /** How far everybody else had come when the last sweep began. */
  sweptAt: number;
  /** How often each thing was tried while clearing: what is refused is not asked for ever. */
  readonly tried: Map<string, number>;
};

const beatMs = 10_000;
const stepsMax = 60_000;
const waitsMax = 1_000;

/** Until the clock is there, or until nothing moves any more. */
export async function live(life: Life): Promise<void> {
  const { stage } = life;
  const { kernel, chance, plan } = stage;
  let waits = 0;
  for (;;) {
    await drain();
    await stage.watch.flush();
    if (stage.failure !== null) throw stage.failure;
    if (stage.clockTouched) await readAnchors(stage);
    if (kernel.steps() > stepsMax) throw new Violation('outcomes', `${stepsMax} steps, and no end`);
    const isStorm = life.phase === 'storm';
    if (isStorm && stage.engine() >= life.until) return;
    const ready = kernel.ready();
    if (ready.length === 0) {
      if (!(await idle(life))) return;
      if (++waits > waitsMax) throw new Error('the simulator waits for nothing');
      continue;
    }
    waits = 0;
    if (isStorm && chance.happens(plan.shakeProbability)) {
      if ((await shake(stage)) === 'add_worker') addWorker(stage);
      continue;
    }
    if (isStorm && chance.happens(plan.actProbability)) await somebodyActs(life);
    if (isStorm && chance.happens(0.002)) startSomething(stage);
    const same = ready.filter((op) => op.task === life.last);
    const op = chance.pick(same.length > 0 && chance.happens(plan.stickiness) ? same : ready);
    life.last = op.task;
    await kernel.act(op);
  }
}

async function readAnchors(stage: Stage): Promise<void> {
  stage.clockTouched = false;
  const text = 'select anchor_real, anchor_engine, rate from engine where id = 1';
  type Row = { anchor_real: number; anchor_engine: number; rate: number };
  const [row] = await stage.sessions.ask<Row>('sim_anchors', text);
  if (row === undefined) return;
  const { anchor_real: anchorReal, anchor_engine: anchorEngine, rate } = row;
  Object.assign(stage.time, { anchorReal, anchorEngine, rate });
}

async function somebodyActs({ stage }: Life): Promise<void> {
  if (stage.desk.busy() > 2) return;
  const act = await chooseAct(stage);
  if (act !== null) begin(stage, act);
}

export function begin(stage: Stage, act: Act): void {
  tally(stage, `act ${act.name}`);
  stage.trace.note(`${stage.kernel.real()} -- ${act.name} ${JSON.stringify(act.scope)} --`);
  stage.desk.start(act);
}

/** A worker looks though nothing is due: it is not known beforehand what is. */
function startSomething(stage: Stage): void {
  const worker = able(stage)[stage.chance.below(3)];
  const verb = stage.chance.pick(verbs);
  if (worker !== undefined && isFree(worker, verb)) startRound(stage.workerDeps, worker, verb);
}

function able(stage: Stage): readonly Worker[] {
  const real = stage.kernel.real();
  return stage.workers.filter(
    ({ process, ready, leaving }) =>
      process.alive && ready && !leaving && process.pausedUntil <= real,
  );
}

/** Nothing is ready. False: and nothing ever will be. */
async function idle(life: Life): Promise<boolean> {
  const { stage } = life;
  await tend(stage);
  if (stage.kernel.ready().length > 0 || startBeats(stage)) return true;
  if (await actOnTime(life)) return true;
  const look = await lookAround(life);
  if (look.outdated || startDue(stage, look)) return true;
  if (stage.chance.happens(0.1) && sweepOnceMore(life)) return true;
  if (life.phase !== 'storm' || stage.chance.happens(0.2)) await checkQuietPaces(stage);
  const next = nextInstant(life, look);
  if (next === Number.POSITIVE_INFINITY) {
    const stuck = stage.workers.find(({ process, tasks }) => process.alive && tasks.size > 0);
    if (stuck !== undefined)
      throw new Violation('outcomes', `${stuck.process.name} waits for ever`);
    if (life.phase === 'storm') return skipToEnd(life);
    // An operator opens it first; `actOnTime` is where.
    if (look.fenced) return true;
    return sweepOnceMore(life);
  }
  await leapTo(life, next);
  return true;
}

/** Whoever is gone is replaced; whoever leaves is seen off. */
async function tend(stage: Stage): Promise<void> {
  const { kernel, chance, plan, workers, workerDeps } = stage;
  for (const worker of [...workers]) {
    const { process, leaving, tasks, ready } = worker;
    if (process.alive && leaving && tasks.size === 0) {
      if (ready && chance.happens(0.6)) {
        worker.ready = false;
        startRetiring(workerDeps, worker);
      } else {
        await kernel.kill(process);
      }
    }
    if (!process.alive) workers.splice(workers.indexOf(worker), 1);
  }
  const staying = workers.filter((worker) => !worker.leaving).length;
  if (staying >= plan.workers) stage.respawnAt = null;
  else
    stage.respawnAt ??= kernel.real() + (chance.happens(0.6) ? 0 : chance.between(1_000, 90_000));
  if (stage.respawnAt === null || stage.respawnAt > kernel.real()) return;
  stage.respawnAt = null;
  addWorker(stage);
  await drain();
}

/**
 * Only while something is under way: over the leaps of a quiet time hearts are taken to have
 * beaten.
 */
function startBeats(stage: Stage): boolean {
  const due = able(stage).filter((worker) => isBeatDue(stage, worker));
  for (const worker of due) startBeat(stage.workerDeps, worker);
  return due.length > 0;
}

function isBeatDue(stage: Stage, worker: Worker): boolean {
  if ((worker.running.get('beat') ?? 0) > 0) return false;
  return worker.leases.size > 0 && worker.lastBeat + beatMs <= stage.kernel.real();
}

async function actOnTime(life: Life): Promise<boolean> {
  const { stage, launches } = life;
  const { chance, plan, desk } = stage;
  if (desk.busy() > 0) return false;
  if (life.phase !== 'storm' && stage.fenced) {
    stage.fenced = false;
    begin(stage, acceptAct);
    return true;
  }
  if (life.phase === 'calm') return false;
  const due = launches.findIndex((one) => one.at <= stage.engine());
  const [launch] = due === -1 ? [] : launches.splice(due, 1);
  if (launch !== undefined) {
    begin(stage, launch.act);
    return true;
  }
  if (life.phase === 'clearing') return clear(life);
  if (!chance.happens(plan.reviewProbability)) return false;
  const [act] = await judgeActs(stage, chance.happens(0.9) ? 'approve' : 'discard');
  if (act === undefined) return false;
  begin(stage, act);
  return true;
}

async function clear({ stage, tried }: Life): Promise<boolean> {
  const acts = [
    ...(await judgeActs(stage, 'approve')),
    ...(await resumeActs(stage)),
    ...(await resolveActs(stage)),
    ...(await reviewAgainActs(stage)),
  ];
  for (const act of acts) {
    const key = `${act.name} ${JSON.stringify(act.scope)}`;
    const times = (tried.get(key) ?? 0) + 1;
    tried.set(key, times);
    if (times > triesMax) continue;
    begin(stage, act);
    return true;
  }
  return false;
}

/** One step of one lead may have to be approved more than once, but not often. */
const triesMax = 8;

const idleRoundsMax = 40;

function startDue(stage: Stage, look: Look): boolean {
  const { kernel, chance, rests, workerDeps } = stage;
  const workers = able(stage);
  let started = false;
  for (const verb of verbs) {
    if (dueAt(stage, look, verb) > kernel.real()) continue;
    if (verb.name === 'dispatch' && look.fenced) continue;
    const free = workers.filter((worker) => isFree(worker, verb));
    if (free.length === 0) continue;
    const rest = rests.get(verb.name);
    if ((rest?.idleRounds ?? 0) > idleRoundsMax && isAlone(stage)) {
      const when = new Date(stage.engine()).toISOString();
      throw new Violation('outcomes', `${verb.name} is due at ${when} and does nothing, for ever`);
    }
    startRound(workerDeps, chance.pick(free), verb);
    for (const other of free) {
      if (chance.happens(0.25) && isFree(other, verb)) startRound(workerDeps, other, verb);
    }
    started = true;
  }
  return started;
}

/** Nobody is in the middle of anything: who finds nothing to do then never will. */
function isAlone(stage: Stage): boolean {
  return stage.kernel.pending().length === 0;
}

/** Real instant; a verb that found nothing to do rests a while first. */
function dueAt(stage: Stage, look: Look, verb: Verb): number {
  const { kernel, time, rests } = stage;
  const rest = rests.get(verb.name)?.until ?? 0;
  if (verb.nextAt === null) return Math.max(rest, look.sweepAt);
  const next = look.nexts.get(verb.name) ?? Number.POSITIVE_INFINITY;
  if (next === Number.POSITIVE_INFINITY) return next;
  const real = kernel.real();
  const inMs = Math.ceil((Math.max(next, stage.engine() - 1) - stage.engine()) / time.rate);
  return Math.max(rest, real + Math.max(0, inMs));
}

async function checkQuietPaces(stage: Stage): Promise<void> {
  if (stage.kernel.pending().length === 0) await checkPaces(stage.sessions, stage.engine());
}

function nextInstant(life: Life, look: Look): number {
  const { stage, launches } = life;
  const { kernel, time } = stage;
  const real = kernel.real();
  const later: number[] = [];
  for (const op of kernel.pending()) {
    later.push(Math.max(op.notBefore, op.task.process.pausedUntil));
  }
  for (const { process, leases, lastBeat } of stage.workers) {
    if (process.pausedUntil > real) later.push(process.pausedUntil);
    else if (leases.size > 0) later.push(lastBeat + beatMs);
  }
  if (stage.respawnAt !== null) later.push(stage.respawnAt);
  if (able(stage).length > 0) {
    for (const verb of verbs) {
      if (verb.name !== 'dispatch' || !look.fenced) later.push(dueAt(stage, look, verb));
    }
  }
  if (life.phase === 'storm') {
    for (const launch of launches) later.push(real + (launch.at - stage.engine()) / time.rate);
  }
  const future = later.filter((instant) => instant > real && Number.isFinite(instant));
  return future.length === 0 ? Number.POSITIVE_INFINITY : Math.ceil(Math.min(...future));
}

/** The sweeper comes by all the time; once more after the last thing anybody else has done. */
function sweepOnceMore(life: Life): boolean {
  const { stage } = life;
  const worker = able(stage)[0];
  const sweep = verbs.find((verb) => verb.name === 'sweep');
  if (worker === undefined || sweep === undefined || life.sweptAt === stage.moves) return false;
  life.sweptAt = stage.moves;
  startRound(stage.workerDeps, worker, sweep);
  return true;
}

async function skipToEnd({ stage, until }: Life): Promise<boolean> {
  const { kernel, time } = stage;
  kernel.leap(Math.max(1, Math.ceil((until - stage.engine()) / time.rate)));
  await beatAll(stage);
  return true;
}

const horizonMs = 120 * 86_400_000;

async function leapTo(life: Life, next: number): Promise<void> {
  const { stage } = life;
  const { kernel, chance } = stage;
  const isLong = next - kernel.real() > beatMs;
  const late = isLong && chance.happens(0.3) ? chance.between(0, 20_000) : 0;
  kernel.leap(next - kernel.real() + late);
  stage.trace.note(`${kernel.real()} -- it is ${new Date(stage.engine()).toISOString()} --`);
  if (life.phase !== 'storm' && stage.engine() > life.until + horizonMs) {
    throw new Violation('outcomes', 'four months later something still goes on');
  }
  if (isLong) await beatAll(stage);
}

async function beatAll(stage: Stage): Promise<void> {
  const { sessions, kernel } = stage;
  const now = at(kernel.real());
  const ids = able(stage).map((worker) => worker.id);
  if (ids.length === 0) return;
  const engine = `update engine set heartbeat_at = $1
    where id in (select id from engine for update skip locked)`;
  const workers = `update worker set heartbeat_at = $1
    where id in (select id from worker where id = any($2::uuid[]) and ended_at is null for update
      skip locked)`;
  await sessions.ask('sim_beat_engine', engine, [now]);
  await sessions.ask('sim_beat_workers', workers, [now, ids]);
}

export function launchesOf(stage: Stage): { at: number; act: Act }[] {
  const { plan, chance } = stage;
  return plan.accounts.flatMap((account) =>
    account.campaigns.map((campaign) => ({
      at: plan.startEngine + (chance.happens(0.7) ? 0 : chance.between(0, 30) * 3_600_000),
      act: launchAct(account, campaign.id),
    })),
  );
}
