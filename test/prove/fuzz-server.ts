/**
 * The place where the server that is fuzzed lives, as a process of its own whose memory is only
 * its own: it tells how each of its routes is called well, and then only answers.
 */
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { everyRoute, type Sample, tokenFor } from '../support/every-route.ts';
import { createHttpWorld } from '../support/http.ts';
import { samples } from '../support/samples.ts';
import { createStage } from '../support/stage.ts';

export type Told =
  | {
      readonly what: 'ready';
      readonly port: number;
      readonly ids: readonly string[];
      readonly samplesByRoute: Readonly<Record<string, readonly Sample[]>>;
    }
  | { readonly what: 'token'; readonly token: string | null }
  | { readonly what: 'rss'; readonly mb: number }
  | {
      readonly what: 'faults';
      readonly stacks: readonly string[];
      /** Of the event loop, since it has begun to answer. */
      readonly delayMsP99: number;
      readonly delayMsMost: number;
    };

export type AskedOfServer =
  | { readonly what: 'token'; readonly route: string }
  | { readonly what: 'rss' }
  | { readonly what: 'end' };

const samplesEach = 3;
const delayResolutionMs = 10;

function tell(told: Told): void {
  process.send?.(told);
}

async function main(url: string): Promise<void> {
  // What it is sent has no end, and the log of it would be most of what it holds.
  const stacks: string[] = [];
  const error = (fields: Readonly<Record<string, unknown>>) =>
    void stacks.push(String(fields['stack']));
  const log = { info: () => undefined, warn: () => undefined, error };
  const http = await createHttpWorld({ log }, { url, drop: () => Promise.resolve() });
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
  const delays = monitorEventLoopDelay({ resolution: delayResolutionMs });
  delays.enable();
  const answer = async (asked: AskedOfServer): Promise<void> => {
    switch (asked.what) {
      case 'token': {
        // Too many tries are forgotten after a while.
        http.world.now.real += 60_000;
        const route = everyRoute.find(({ name }) => name === asked.route);
        const token = route === undefined ? null : await tokenFor(http, route, owner);
        return tell({ what: 'token', token });
      }
      case 'rss':
        return tell({ what: 'rss', mb: Math.round(process.memoryUsage.rss() / 2 ** 20) });
      case 'end':
        delays.disable();
        tell({
          what: 'faults',
          stacks,
          delayMsP99: Math.round(delays.percentile(99) / 1e6),
          delayMsMost: Math.round(delays.max / 1e6),
        });
        await http.close();
        process.disconnect();
    }
  };
  // What it throws ends the process, and with it the proof.
  process.on('message', (asked: AskedOfServer) => void answer(asked));
  tell({ what: 'ready', port, ids, samplesByRoute });
}

await main(process.argv[2] ?? '');
