/**
 * The place where a benchmark's mail goes: a sink of its own process that tells how many came,
 * and when.
 */
import { startSmtpSink } from '../test/support/smtp-sink.ts';

const sink = await startSmtpSink({});
console.log(JSON.stringify({ port: sink.port }));
let count = 0;
let firstAt = 0;
setInterval(() => {
  const now = sink.count();
  if (now === count) return;
  const at = performance.timeOrigin + performance.now();
  if (count === 0) firstAt = at;
  count = now;
  console.log(JSON.stringify({ count, firstAt, lastAt: at }));
}, 10);
