/**
 * Keeps the render thread: started at the first task, ended where a task takes too long or too
 * much memory, and after a time without tasks. One task at a time; the caller sees to that.
 *
 * What untrusted text costs to parse and to fill in cannot be told beforehand, and JavaScript on
 * the server's own thread cannot be interrupted. A thread can be ended from outside.
 */
import { Worker } from 'node:worker_threads';

import { assert } from '../../lib/assert.ts';
import type { RenderAnswer, RenderTask, ThreadMessage } from './thread-messages.ts';

export type ThreadLimits = {
  readonly idleMsMax: number;
  readonly heapMbMax: number;
};

const startMsMax = 30_000;
const youngHeapMbMax = 8;
/**
 * A machine that is busy with other things gives the process less of its time, and so the thread:
 * until this many times the limit have passed, what counts is what the process computed meanwhile.
 */
const starvedTimesMax = 10;
const lookAgainMsMin = 10;

export type Ending = 'done' | 'too_slow' | 'too_large';

export type ThreadWork = {
  readonly task: RenderTask;
  /** Between two answers: what reading a template, or one row, may take. */
  readonly answerMsMax: number;
};

export type Thread = {
  /** Rejects where the thread cannot be started, or ends for no reason of the task's. */
  readonly perform: (work: ThreadWork, onAnswer: (answer: RenderAnswer) => void) => Promise<Ending>;
  readonly close: () => Promise<void>;
};

type Running = ThreadWork & {
  readonly onAnswer: (answer: RenderAnswer) => void;
  readonly end: (ending: Ending | Error) => void;
};

/** Compiled it stands beside this file; as it was written it needs a loader. */
const file = import.meta.url.endsWith('.ts')
  ? new URL('../../../scripts/render-thread.mjs', import.meta.url)
  : new URL('./render-thread.js', import.meta.url);

export function createThread(limits: ThreadLimits): Thread {
  let worker: Worker | null = null;
  let isReady = false;
  let running: Running | null = null;
  const alarm = createAlarm();

  const begin = (): Worker => {
    const begun = new Worker(file, {
      name: 'render',
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMbMax,
        maxYoungGenerationSizeMb: youngHeapMbMax,
      },
    });
    isReady = false;
    begun.on('message', (message: ThreadMessage) => {
      // What an ended thread said last is not for the task that runs now.
      if (begun === worker) hear(message);
    });
    begun.on('error', (error) => lose(begun, error));
    begun.on('exit', () => lose(begun, new Error('The render thread ended by itself.')));
    alarm.set(startMsMax, () => lose(begun, new Error('The render thread did not start in time.')));
    return begun;
  };
  const hear = (message: ThreadMessage): void => {
    if (message.kind === 'ready') {
      isReady = true;
      hand();
    } else if (message.kind === 'done') {
      finish('done');
    } else if (running !== null) {
      watch(running.answerMsMax);
      running.onAnswer(message);
    }
  };
  const hand = (): void => {
    if (worker === null || running === null || !isReady) return;
    watch(running.answerMsMax);
    worker.postMessage(running.task);
  };
  const watch = (msMax: number): void => {
    const leftMs = computingTime(msMax);
    const look = (): void => {
      const left = leftMs();
      if (left > 0) alarm.set(Math.max(left, lookAgainMsMin), look);
      else void end().then(() => finish('too_slow'));
    };
    alarm.set(msMax, look);
  };
  const lose = (lost: Worker, error: Error): void => {
    if (lost !== worker) return;
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    void end().then(() => finish(isMemory ? 'too_large' : error));
  };
  const finish = (ending: Ending | Error): void => {
    alarm.clear();
    const finished = running;
    running = null;
    worker?.unref();
    if (worker !== null) alarm.set(limits.idleMsMax, () => void end());
    finished?.end(ending);
  };
  /** Awaited before the next begins: there is never more than one, whatever one holds. */
  const end = async (): Promise<void> => {
    alarm.clear();
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  return {
    perform: (work, onAnswer) => {
      assert(running === null, 'the render thread has one task at a time');
      return new Promise((resolve, reject) => {
        const settle = (ending: Ending | Error): void =>
          ending instanceof Error ? reject(ending) : resolve(ending);
        running = { ...work, onAnswer, end: settle };
        worker ??= begin();
        worker.ref();
        hand();
      });
    },
    close: async () => {
      await end();
      finish(new Error('The renderer was closed.'));
    },
  };
}

/** How much is left; what the thread computed is never more than what its process did. */
function computingTime(msMax: number): () => number {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  return () => {
    if (performance.now() - began >= msMax * starvedTimesMax) return 0;
    const { user, system } = process.cpuUsage(cpu);
    return msMax - (user + system) / 1_000;
  };
}

/** One timer, which keeps no process alive. */
function createAlarm() {
  let timer: NodeJS.Timeout | undefined;
  let setting = 0;
  const clear = (): void => {
    setting += 1;
    clearTimeout(timer);
  };
  const set = (ms: number, act: () => void): void => {
    clear();
    const own = setting;
    // Timers come before messages: one that lies there already is read first.
    const ring = () => setImmediate(() => own === setting && act());
    timer = setTimeout(ring, ms).unref();
  };
  return { set, clear };
}
