/**
 * Keeps the render thread: started at the first task, ended where a task takes too long or too
 * much memory, and after a time without tasks. One task at a time; the caller sees to that.
 *
 * What untrusted text costs to parse and to fill in cannot be told beforehand, and JavaScript on
 * the server's own thread cannot be interrupted. A thread can be ended from outside.
 */
import { Worker } from 'node:worker_threads';

import { assert } from '../../lib/assert.ts';
import { createAlarm } from './alarm.ts';
import type { RenderAnswer, RenderTask, ThreadMessage } from './thread-messages.ts';

export type ThreadLimits = {
  readonly idleMsMax: number;
  readonly heapMbMax: number;
};

const startMsMax = 30_000;
const youngHeapMbMax = 8;
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
  readonly resolve: (ending: Ending) => void;
  readonly reject: (error: Error) => void;
};

/** Compiled it stands beside this file; as it was written it needs a loader. */
const file = import.meta.url.endsWith('.ts')
  ? new URL('../../../scripts/render-thread.mjs', import.meta.url)
  : new URL('./render-thread.js', import.meta.url);

export function createThread(limits: ThreadLimits): Thread {
  let worker: Worker | null = null;
  let running: Running | null = null;
  const alarm = createAlarm();

  const finish = (ending: Ending | Error): void => {
    alarm.clear();
    const finished = running;
    running = null;
    worker?.unref();
    if (worker !== null) alarm.set(limits.idleMsMax, () => drop('done'));
    if (ending instanceof Error) finished?.reject(ending);
    else finished?.resolve(ending);
  };
  /** Awaited before the next begins: there is never more than one, whatever one holds. */
  const end = async (): Promise<void> => {
    alarm.clear();
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  const drop = (because: Ending | Error): void => {
    const dropped = running;
    // A task that was begun meanwhile has a thread of its own.
    const then = () => running === dropped && finish(because);
    end().then(then, then);
  };
  const hear = (message: ThreadMessage): void => {
    if (running === null) return;
    if (message.kind === 'done') {
      finish('done');
      return;
    }
    alarm.setComputing(running.answerMsMax, () => drop('too_slow'));
    if (message.kind !== 'begun') running.onAnswer(message);
  };
  // What an ended thread said last is not for the task that runs now.
  const heard: Heard = {
    onMessage: (from, message) => from === worker && hear(message),
    onLost: (from, because) => from === worker && drop(because),
  };
  return {
    perform: (work, onAnswer) => {
      assert(running === null, 'the render thread has one task at a time');
      return new Promise((resolve, reject) => {
        running = { ...work, onAnswer, resolve, reject };
        worker ??= startWorker(limits, heard);
        worker.ref();
        alarm.set(startMsMax, () => drop(new Error('The render thread did not start in time.')));
        worker.postMessage(work.task);
      });
    },
    close: () => end().finally(() => finish(new Error('The renderer was closed.'))),
  };
}

type Heard = {
  readonly onMessage: (from: Worker, message: ThreadMessage) => unknown;
  readonly onLost: (from: Worker, because: 'too_large' | Error) => unknown;
};

function startWorker(limits: ThreadLimits, { onMessage, onLost }: Heard): Worker {
  const worker = new Worker(file, {
    name: 'render',
    resourceLimits: {
      maxOldGenerationSizeMb: limits.heapMbMax,
      maxYoungGenerationSizeMb: youngHeapMbMax,
    },
  });
  worker.on('message', (message: ThreadMessage) => onMessage(worker, message));
  worker.on('error', (error: Error) => {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    onLost(worker, isMemory ? 'too_large' : error);
  });
  worker.on('exit', () => onLost(worker, new Error('The render thread ended by itself.')));
  return worker;
}
