/** The place where costly work takes turns: a few at once, some in a queue, the rest sent away. */

export type CrowdSettings = { readonly atOnceMax: number; readonly waitingMax: number };

export type Crowd = {
  /** Null, and nothing done, where even the queue is full. */
  readonly enter: <T>(work: () => Promise<T>) => Promise<T | null>;
};

export function createCrowd({ atOnceMax, waitingMax }: CrowdSettings): Crowd {
  const waiting: (() => void)[] = [];
  let inside = 0;
  const leave = (): void => {
    const next = waiting.shift();
    // Whoever is called in takes the place of whoever leaves: nobody can slip in between.
    if (next === undefined) inside -= 1;
    else next();
  };
  return {
    async enter(work) {
      if (inside >= atOnceMax) {
        if (waiting.length >= waitingMax) return null;
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        inside += 1;
      }
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
