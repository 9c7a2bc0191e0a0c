/** The place where a process of its own holds an embedded server, so that a test can kill it. */

import { startEmbedded } from '../../src/db/embedded/start-embedded.ts';

const [, , dataDir = '', sharedDir = ''] = process.argv;
const started = await startEmbedded({ dataDir, sharedDir, log: () => undefined });
if (!started.ok) throw new Error(started.failure.message);
const { url, pid, stop } = started.value;
const stopAndExit = async (): Promise<void> => {
  await stop();
  process.exit(0);
};
process.once('SIGTERM', () => void stopAndExit());
process.stdout.write(JSON.stringify({ url, pid }));
setInterval(() => undefined, 60_000);
