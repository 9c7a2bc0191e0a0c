/** The place where a supervisor asks whether we live, and whether we can serve. */
import type { FastifyInstance } from 'fastify';

export type Readiness = {
  readonly database: boolean;
  /** Whether its tables are of this version. */
  readonly migrations?: boolean;
  /** Whether what happens by itself goes on in this process, if that is its business. */
  readonly engine?: boolean;
  /** Why nothing may use the wire, or null: everything else works while the engine is fenced. */
  readonly fencedBecause: string | null;
};

export function answerHealth(app: FastifyInstance, readiness: () => Promise<Readiness>): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const state = await readiness();
    const notReady = whatKeepsIt(state);
    return reply.code(notReady.length === 0 ? 200 : 503).send({
      ready: notReady.length === 0,
      not_ready: notReady.map(([part]) => part),
      because: notReady.map(([, sentence]) => sentence),
      engine: { fenced: state.fencedBecause !== null, reason: state.fencedBecause },
    });
  });
}

type Kept = readonly [part: string, sentence: string];

function whatKeepsIt({ database, migrations, engine }: Readiness): readonly Kept[] {
  const all: readonly (readonly [boolean | undefined, ...Kept])[] = [
    [database, 'database', 'The database does not answer; see DATABASE_URL and its log.'],
    [
      migrations,
      'migrations',
      'The tables are of another version: restart, or npm start -- migrate.',
    ],
    [engine, 'engine', 'The engine is not at work here: not yet, or not again; the log says why.'],
  ];
  return all.flatMap(([holds, ...kept]) => (holds === false ? [kept] : []));
}
