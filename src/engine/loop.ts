/**
 * The place where the rounds go on: at once after work, else at the next known instant or a
 * notice.
 */
import type { EngineDeps, Round } from './deps.ts';
import type { Beat } from './heartbeat.ts';
import { heartbeatOnce } from './heartbeat.ts';
import type { Verb } from './verbs.ts';
import { verbs } from './verbs.ts';

export type Loop = {
  /** Something became due: every sleeper looks. */
  readonly wake: () => void;
  /** Lets rounds under way finish, begins no other. */
  readonly stop: () => Promise<void>;
};

export type LoopDeps = EngineDeps & {
  /** Engine milliseconds per real one. */
  readonly rate: number;
  /** Told by every heartbeat that is not merely alive. */
  readonly onBeat: (beat: Exclude<Beat, 'alive'>) => void;
  readonly heartbeatMs: number;
};

/** Somebody else claims for the account that is due: looked at again after this. */
const busyMs = 5;
const afterErrorMs = 1_000;
/** A round that found nothing though something seemed due is not repeated at once. */
const idleMs = 20;

export function startLoop(deps: LoopDeps): Loop {
  const alarm = createAlarm();
  const working = { ...deps, isStopping: alarm.stopped };
  const running = verbs.flatMap((verb) =>
    Array.from({ length: verb.lanes }, () => repeat(working, verb, alarm)),
  );
  running.push(beat(deps, alarm));
  return {
    wake: alarm.ring,
    stop: async () => {
      alarm.stop();
      await Promise.all(running);
    },
  };
}

async function repeat(deps: LoopDeps, verb: Verb, alarm: Alarm): Promise<void> {
  while (!alarm.stopped()) {
    let waitMs = 0;
    try {
      const before = alarm.rings();
      const now = await deps.clock.read();
      const round = await verb.runOnce(deps, now);
      if (round.did > 0) continue;
      waitMs = await pauseAfter(deps, verb, { round, now: now.engine });
      // A notice that came while the round was under way may be for what it did not see.
      if (alarm.rings() !== before) waitMs = 0;
    } catch (error) {
      deps.log.warn({ verb: verb.name, error: String(error) }, 'a round failed');
      // Deaf: else every notice would have it fail again at once.
      await alarm.wait(afterErrorMs, 'deaf');
      continue;
    }
    if (waitMs > 0) await alarm.wait(waitMs);
  }
}

/** A worker that may not work does not ask what is due: that would be now, for ever. */
async function pauseAfter(
  deps: LoopDeps,
  verb: Verb,
  { round, now }: { readonly round: Round; readonly now: number },
): Promise<number> {
  if (round.why === 'busy') return busyMs;
  if (round.why === 'shut' || verb.nextAt === null) return verb.periodMs;
  const next = await verb.nextAt(deps.db);
  const dueInMs = (next - now) / deps.rate;
  return Math.min(verb.periodMs, Math.max(idleMs, dueInMs));
}

async function beat(deps: LoopDeps, alarm: Alarm): Promise<void> {
  while (!alarm.stopped()) {
    try {
      const beat = await heartbeatOnce(deps, await deps.clock.read());
      if (beat !== 'alive') deps.onBeat(beat);
    } catch (error) {
      deps.log.warn({ error: String(error) }, 'a heartbeat failed');
    }
    await alarm.wait(deps.heartbeatMs, 'deaf');
  }
}

type Alarm = {
  readonly wait: (ms: number, mode?: 'deaf') => Promise<void>;
  readonly ring: () => void;
  readonly rings: () => number;
  readonly stop: () => void;
  readonly stopped: () => boolean;
};

function createAlarm(): Alarm {
  let stopped = false;
  let rings = 0;
  const sleepers = new Set<() => void>();
  const deaf = new Set<() => void>();
  return {
    wait: (ms, mode) =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        const set = mode === 'deaf' ? deaf : sleepers;
        const done = () => {
          clearTimeout(timer);
          set.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        set.add(done);
      }),
    ring: () => {
      rings++;
      for (const wake of sleepers) wake();
    },
    rings: () => rings,
    stop: () => {
      stopped = true;
      for (const wake of [...sleepers, ...deaf]) wake();
    },
    stopped: () => stopped,
  };
}
