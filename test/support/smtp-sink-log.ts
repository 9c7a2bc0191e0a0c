/** The place where the sink writes down what arrived: one JSON line a message, flushed quickly. */
import { closeSync, openSync, writeSync } from 'node:fs';

export type SinkLogLine = {
  readonly messageId: string;
  readonly to: string;
  readonly at: number;
  /** What the sender was told: the reply's code, or `none` where the connection was cut. */
  readonly told: string;
};

export type SinkLog = {
  readonly write: (line: SinkLogLine) => void;
  readonly close: () => void;
};

const flushAfterMs = 10;
const bufferedCharsMax = 65_536;

export function createSinkLog(path: string): SinkLog {
  const file = openSync(path, 'a');
  let buffered = '';
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (buffered === '') return;
    writeSync(file, buffered);
    buffered = '';
  }

  return {
    write(line) {
      buffered += `${JSON.stringify(line)}\n`;
      if (buffered.length >= bufferedCharsMax) flush();
      else timer ??= setTimeout(flush, flushAfterMs);
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}
