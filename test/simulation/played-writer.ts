/** The place where a model is played: it writes, writes late, fails, and breaks its promise. */
import type { Writer, Written } from '../../src/ports/writer.ts';
import type { Kernel, Task } from './kernel.ts';
import type { Seeded } from './seeded.ts';

export type WriterDeps = {
  readonly kernel: Kernel;
  readonly chance: Seeded;
  readonly isCalm: () => boolean;
};

export function createPlayedWriter({ kernel, chance, isCalm }: WriterDeps, task: Task): Writer {
  return {
    model: 'played',
    sandbox: true,
    write: async (request) => {
      const written = (await kernel.ask(task, {
        kind: 'model',
        label: 'model.write',
        notBefore:
          isCalm() || chance.happens(0.7) ? 0 : kernel.real() + chance.between(1_000, 200_000),
        perform: () => Promise.resolve({ ok: true, value: invented(request.seed) }),
        spoil: () => Promise.resolve(new Error('the model hung up')),
        lose: () => Promise.resolve(new Error('the model hung up')),
      })) as Written;
      return written;
    },
  };

  function invented(seed: string): Written {
    if (!isCalm() && chance.happens(0.08)) {
      return {
        outcome: 'failed',
        retryable: chance.happens(0.8),
        reason: 'It had nothing to say.',
      };
    }
    const subject = `About ${seed}`;
    return {
      outcome: 'written',
      subject,
      body: `Written for ${seed}.`,
      model: 'played',
      facts: [],
    };
  }
}
