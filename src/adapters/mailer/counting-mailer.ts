/** The place where hand-overs are counted by what came of them. */
import type { Line, Mailer } from '../../ports/mailer.ts';
import type { Meter } from '../../ports/meter.ts';

type Counts = Pick<Meter, 'handedOver'>;

export function createCountingMailer(mailer: Mailer, meter: Counts): Mailer {
  return { ...mailer, open: async (mailbox) => counted(await mailer.open(mailbox), meter) };
}

function counted(line: Line, meter: Counts): Line {
  if (!line.open) {
    meter.handedOver('unreachable');
    return line;
  }
  return {
    ...line,
    handOver: async (envelope) => {
      const answer = await line.handOver(envelope);
      meter.handedOver(answer.outcome);
      return answer;
    },
  };
}
