/**
 * The place where mail goes to be counted: a fast SMTP server that keeps, logs and misbehaves.
 *
 * In a test: `await startSmtpSink({ keep: true })`. As a process of its own, so that the sender
 * can be killed and the truth survives:
 *
 *     tsx test/support/smtp-sink.ts --port 0 --log FILE --drop-after-data 0.01 --seed 7
 *
 * which prints `{"port":…}` on its first line. How addresses misbehave: smtp-sink-faults.ts.
 */
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { seededRandom } from '../../src/lib/random.ts';
import { createSinkLog } from './smtp-sink-log.ts';
import { type SessionOptions, type SinkMessage, serveSession } from './smtp-sink-session.ts';

export type SinkOptions = {
  readonly port?: number;
  readonly host?: string;
  /** Keeps every message, with its bytes, in memory. */
  readonly keep?: boolean;
  readonly log?: string | null;
  readonly seed?: number;
  readonly dropAfterData?: number;
  readonly dropBeforeData?: number;
  readonly replyDelayMs?: number;
  readonly pipelining?: boolean;
  readonly greeting?: string;
  readonly extensions?: readonly string[];
  readonly messagesPerConnectionMax?: number;
};

export type SmtpSink = {
  readonly port: number;
  /** What arrived, in order; empty unless `keep`. */
  readonly messages: () => readonly SinkMessage[];
  readonly count: () => number;
  readonly connections: () => {
    readonly open: number;
    readonly peak: number;
    readonly ever: number;
  };
  /** Cuts every connection, as a server that restarts. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

type Tally = { count: number; peak: number; ever: number; readonly kept: SinkMessage[] };

export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const log = options.log ? createSinkLog(options.log) : null;
  const tally: Tally = { count: 0, peak: 0, ever: 0, kept: [] };
  const open = new Set<net.Socket>();
  const serving = sessionOptions(options, (message) => {
    tally.count += 1;
    if (options.keep) tally.kept.push(message);
    const { messageId, to, at, told } = message;
    log?.write({ messageId, to, at, told });
  });
  const server = net.createServer((socket) => {
    open.add(socket);
    tally.ever += 1;
    tally.peak = Math.max(tally.peak, open.size);
    socket.on('close', () => open.delete(socket));
    serveSession(socket, serving);
  });
  const port = await listen(server, options);
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    messages: () => tally.kept,
    count: () => tally.count,
    connections: () => ({ open: open.size, peak: tally.peak, ever: tally.ever }),
    cut,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
      log?.close();
    },
  };
}

function sessionOptions(
  options: SinkOptions,
  received: SessionOptions['received'],
): SessionOptions {
  return {
    greeting: options.greeting ?? '220 sink ESMTP',
    pipelining: options.pipelining ?? true,
    extensions: options.extensions ?? [],
    chances: {
      dropAfterData: options.dropAfterData ?? 0,
      dropBeforeData: options.dropBeforeData ?? 0,
    },
    chance: seededRandom(options.seed ?? 1).next,
    replyDelayMs: options.replyDelayMs ?? 0,
    messagesPerConnectionMax: options.messagesPerConnectionMax ?? Number.POSITIVE_INFINITY,
    keep: options.keep ?? false,
    received,
  };
}

function listen(server: net.Server, options: SinkOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function optionsFrom(argv: readonly string[]): SinkOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      log: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'drop-after-data': { type: 'string', default: '0' },
      'drop-before-data': { type: 'string', default: '0' },
      'reply-delay-ms': { type: 'string', default: '0' },
      'no-pipelining': { type: 'boolean', default: false },
    },
  });
  return {
    port: Number(values.port),
    host: values.host,
    log: values.log ?? null,
    seed: Number(values.seed),
    dropAfterData: Number(values['drop-after-data']),
    dropBeforeData: Number(values['drop-before-data']),
    replyDelayMs: Number(values['reply-delay-ms']),
    pipelining: !values['no-pipelining'],
  };
}

async function main(argv: readonly string[]): Promise<void> {
  const sink = await startSmtpSink(optionsFrom(argv));
  console.log(JSON.stringify({ port: sink.port }));
  const stop = async (): Promise<void> => {
    await sink.close();
    console.log(JSON.stringify({ received: sink.count() }));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().catch(() => process.exit(1));
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(process.argv.slice(2));
}
