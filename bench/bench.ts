/**
 * The place where every figure we claim is measured beside its rival, by one command: `npm run
 * bench`.
 */
import { arch, cpus, totalmem } from 'node:os';
import { burst } from './burst.ts';
import { claim } from './claim.ts';
import { enrol } from './enrol.ts';
import { identity } from './identity.ts';
import { importFile } from './import.ts';
import { lists } from './lists.ts';
import { preflight } from './preflight.ts';
import { start } from './start.ts';

type Line = {
  readonly what: string;
  readonly ours: string;
  readonly rival: string;
  readonly ratio: string;
};

const benches: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
  burst: async () => {
    const { mails, turns } = await burst();
    const list = (numbers: readonly number[]) => numbers.join(', ');
    const ratios = turns.map(({ ours, rival }) => (ours.perSecond / rival.perSecond).toFixed(2));
    return [
      {
        what: `burst of ${mails} mails through the whole road, mails/s, in turns`,
        ours: list(turns.map(({ ours }) => ours.perSecond)),
        rival: `${list(turns.map(({ rival }) => rival.perSecond))} (bare nodemailer pool)`,
        ratio: `${ratios.join(', ')} (asked: 1.0)`,
      },
      {
        what: 'memory at its peak, with all children, MB, shared pages once (once for each)',
        ours: turns.map(({ ours }) => `${ours.pssMb} (${ours.rssMb})`).join(', '),
        rival: '',
        ratio: 'asked: below 300',
      },
    ];
  },
  claim: async () => {
    const { server, few, many } = await claim();
    return [
      {
        what: `claim of 100 sends, PostgreSQL ${server}, ms (median)`,
        ours: `${many.medianMs.toFixed(1)} with ${many.waiting} waiting in each class`,
        rival: `${few.medianMs.toFixed(1)} with ${few.waiting}`,
        ratio: `${(many.medianMs / few.medianMs).toFixed(2)} (asked: at most 1.5)`,
      },
    ];
  },
  enrol: async () => {
    const { server, rows, oursMs, rivalMs } = await enrol();
    return [
      {
        what: `enrolment of ${rows} leads, PostgreSQL ${server}, ms`,
        ours: `${oursMs}`,
        rival: `${rivalMs} (one raw insert … select, as wide)`,
        ratio: `${(oursMs / rivalMs).toFixed(2)} (asked: at most 2.5)`,
      },
    ];
  },
  preflight: async () => {
    const { server, rows, medianMs, launchable } = await preflight();
    return [
      {
        what: `preflight of ${rows} rows, every check, PostgreSQL ${server}, ms (median)`,
        ours: `${medianMs}, ${launchable} of them launchable`,
        rival: '',
        ratio: 'asked: below 5000',
      },
    ];
  },
  start: async () => {
    const { ours, rival, load } = await start();
    const line = (what: string, our: number, their: number): Line => ({
      what,
      ours: `${our}`,
      rival: `${their} (bare Fastify and pg on the same server)`,
      ratio: (our / their).toFixed(2),
    });
    return [
      line(
        `cold start to /readyz with initdb, ms (load ${load.toFixed(1)} before)`,
        ours.coldMs,
        rival.coldMs,
      ),
      line('second start to /readyz, ms', ours.warmMs, rival.warmMs),
      line('memory at rest with all children, MB, shared pages once', ours.pssMb, rival.pssMb),
    ];
  },
  lists: async () => {
    const { leads, pages, campaignDeletedMs, datasetDeletedMs } = await lists();
    const deleted = (what: string, ms: number): Line => ({
      what: `${what} deleted, with ${leads} leads, ms`,
      ours: `${ms}`,
      rival: '',
      ratio: '',
    });
    return [
      ...pages.map(({ what, p95Ms, rivalP95Ms }) => ({
        what: `${what}, of ${leads} leads, ms (p95)`,
        ours: p95Ms.toFixed(1),
        rival: rivalP95Ms === null ? '' : `${rivalP95Ms.toFixed(1)} (by offset, no index for it)`,
        ratio: what.startsWith('the figures') ? '' : 'asked: below 50',
      })),
      deleted('a campaign', campaignDeletedMs),
      deleted('a dataset', datasetDeletedMs),
    ];
  },
  import: async () => {
    const { rows, ours, rival, keyedRival, load } = await importFile();
    const ratio = (ours.perSecond / rival.perSecond).toFixed(2);
    const keyedRatio = (ours.perSecond / keyedRival.perSecond).toFixed(2);
    return [
      {
        what: `import of ${rows} rows over HTTP, rows/s (load ${load.toFixed(1)} before)`,
        ours: `${ours.perSecond}`,
        rival: `${rival.perSecond} (${rival.by} into a bare table)`,
        ratio: `${ratio} (asked: at least 0.15)`,
      },
      {
        what: 'the same, beside a table with a key and an index by address',
        ours: `${ours.perSecond}`,
        rival: `${keyedRival.perSecond}`,
        ratio: keyedRatio,
      },
      {
        what: 'memory at its peak meanwhile, MB: the process; with its database, shared pages once',
        ours: `${ours.ownMb}; ${ours.pssMb} (${ours.restMb} before)`,
        rival: '',
        ratio: 'asked: below 250',
      },
    ];
  },
  identity: async () => {
    const { ours, rival, loadAtStart } = await identity();
    const ratio = (ours.perSecond / rival.perSecond).toFixed(2);
    return [
      {
        what: `GET /api/v1/auth/me with a key, requests/s (load ${loadAtStart.toFixed(1)} before)`,
        ours: `${ours.perSecond}, p99 ${ours.p99Ms} ms`,
        rival: `${rival.perSecond}, p99 ${rival.p99Ms} ms (bare Fastify, one select)`,
        ratio: `${ratio} (asked: at least 0.5)`,
      },
    ];
  },
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(benches) : asked;
const memory = Math.round(totalmem() / 2 ** 30);
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${arch()}), ${memory} GiB, Node ${process.version}\n`,
);
console.log('| what | ours | rival | ratio |\n|---|---|---|---|');
for (const name of names) {
  const run = benches[name];
  if (run === undefined) {
    console.error(`There is no benchmark ${name}; there are: ${Object.keys(benches).join(', ')}`);
    process.exit(2);
  }
  for (const { what, ours, rival, ratio } of await run()) {
    console.log(`| ${what} | ${ours} | ${rival} | ${ratio} |`);
  }
}
process.exit(0);
