/** Lets work that shares a name take turns: one at a time, each followed by a rest. */

export type TurnSettings = {
  readonly restMs: number;
  readonly waitingMax: number;
  /** Names at once; whoever comes under one more is sent away. */
  readonly namesMax: number;
};

export type Turns = {
  /** Null, and nothing done, where too many wait already. */
  readonly take: <T>(name: string, work: () => Promise<T>) => Promise<T | null>;
};

export function createTurns({ restMs, waitingMax, namesMax }: TurnSettings): Turns {
  /** A name is here while somebody has its turn, or while it rests. */
  const waitingByName = new Map<string, (() => void)[]>();
  const pass = (name: string): void => {
    const next = waitingByName.get(name)?.shift();
    if (next === undefined) waitingByName.delete(name);
    else next();
  };
  return {
    async take(name, work) {
      const waiting = waitingByName.get(name);
      if (waiting === undefined) {
        if (waitingByName.size >= namesMax) return null;
        waitingByName.set(name, []);
      } else {
        if (waiting.length >= waitingMax) return null;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      try {
        return await work();
      } finally {
        // The rest is the next one's to wait for, whatever came of this turn.
        if (restMs === 0) pass(name);
        else setTimeout(() => pass(name), restMs).unref();
      }
    },
  };
}
