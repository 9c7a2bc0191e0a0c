/**
 * Serves waiting work in turns: whoever asks, all askers before any of them twice. So one tenant's
 * slow work delays another's by one piece, not by all of it.
 */

export type Turns = {
  /** Null where this asker has too much waiting already. */
  readonly take: <T>(asker: string, work: () => Promise<T>) => Promise<T> | null;
};

type Queue = (() => Promise<void>)[];

export function createTurns(waitingPerAskerMax: number): Turns {
  /** In the order in which they are served, without the asker who is being served. */
  const waiting = new Map<string, Queue>();
  let serving: { readonly asker: string; readonly queue: Queue } | null = null;
  const serve = async (): Promise<void> => {
    if (serving !== null) return;
    for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
      const [asker, queue] = next.value;
      serving = { asker, queue };
      waiting.delete(asker);
      await queue.shift()?.();
      // Behind those who came meanwhile: they have waited longer for a turn.
      if (queue.length > 0) waiting.set(asker, queue);
    }
    serving = null;
  };
  return {
    take: <T>(asker: string, work: () => Promise<T>) => {
      const queue = (serving?.asker === asker ? serving.queue : waiting.get(asker)) ?? [];
      if (queue.length >= waitingPerAskerMax) return null;
      const result = new Promise<T>((resolve, reject) => {
        queue.push(() => work().then(resolve, reject));
      });
      if (serving?.asker !== asker) waiting.set(asker, queue);
      // What is served answers for itself: its asker has the result, or the error.
      serve().catch(() => undefined);
      return result;
    },
  };
}
