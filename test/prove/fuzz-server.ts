/**
 * The place where the server that is fuzzed lives, as a process of its own whose memory is only
 * its own: it tells how each of its routes is called well, and then only answers.
 */
import type { AddressInfo } from 'node:net';
import { everyRoute, type Sample, tokenFor } from '../support/every-route.ts';
import { createHttpWorld } from '../support/http.ts';
import { samples } from '../support/samples.ts';
import { createStage } from '../support/stage.ts';
import { type LoopDelay, startLoopDelay } from './loop-delay.ts';

export type Told =
  | {
      readonly what: 'ready';
      readonly port: number;
      readonly ids: readonly string[];
      readonly samplesByRoute: Readonly<Record<string, readonly Sample[]>>;
    }
  | { readonly what: 'token'; readonly token: string | null }
  | (LoopDelay & {
      readonly what: 'measured';
      readonly rssMb: number;
      /** Since it was last measured. */
      readonly rssMbMost: number;
    })
  | { readonly what: 'faults'; readonly stacks: readonly string[] };

export type AskedOfServer =
  | { readonly what: 'token'; readonly route: string }
  | { readonly what: 'measure' }
  | { readonly what: 'end' };

const samplesEach = 3;
const lookMs = 50;

function tell(told: Told): void {
  process.send?.(told);
}

async function main(url: string): Promise<void> {
  // What it is sent has no end, and the log of it would be most of what it holds.
  const stacks: string[] = [];
  const error = (fields: Readonly<Record<string, unknown>>) =>
    void stacks.push(String(fields['stack']));
  const log = { info: () => undefined, warn: () => undefined, error };
  const database = { url, drop: () => Promise.resolve() };
  // Answers are held to the document by whoever asks: here that would be most of the delay.
  const http = await createHttpWorld({ log }, database, 'unwatched');
  const owner = await http.tenant('Owner');
  const stage = createStage(http, owner);
  const stranger = createStage(http, await http.tenant('Stranger'));
  const samplesByRoute: Record<string, Sample[]> = {};
  for (const { name } of everyRoute) {
    samplesByRoute[name] = [];
    for (let n = 0; n < samplesEach; n++) {
      const sample = await samples[name]?.(stage);
      if (sample !== undefined) samplesByRoute[name]?.push(sample);
    }
  }
  const ids = [await stage.dataset(), await stranger.draft(), await stranger.template()];
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.app.server.address() as AddressInfo;
  const [memory, delay] = [watchMemory(), startLoopDelay()];
  const answer = async (asked: AskedOfServer): Promise<void> => {
    switch (asked.what) {
      case 'token': {
        // Too many tries are forgotten after a while.
        http.world.now.real += 60_000;
        const route = everyRoute.find(({ name }) => name === asked.route);
        const token = route === undefined ? null : await tokenFor(http, route, owner);
        return tell({ what: 'token', token });
      }
      case 'measure':
        return tell({ what: 'measured', ...memory(), ...delay() });
      case 'end':
        tell({ what: 'faults', stacks });
        await http.close();
        process.disconnect();
    }
  };
  // What it throws ends the process, and with it the proof.
  process.on('message', (asked: AskedOfServer) => void answer(asked));
  tell({ what: 'ready', port, ids, samplesByRoute });
}

/** What it holds between two measurements may be gone by the next. */
function watchMemory(): () => { readonly rssMb: number; readonly rssMbMost: number } {
  const now = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
  let most = now();
  setInterval(() => {
    most = Math.max(most, now());
  }, lookMs).unref();
  return () => {
    const rssMb = now();
    const rssMbMost = Math.max(most, rssMb);
    most = rssMb;
    return { rssMb, rssMbMost };
  };
}

await main(process.argv[2] ?? '');
