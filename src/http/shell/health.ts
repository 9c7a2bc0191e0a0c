/** The place where a supervisor asks whether we live, and whether we can serve. */
import type { FastifyInstance } from 'fastify';

export type Readiness = {
  readonly database: boolean;
  /** Why nothing may use the wire, or null: everything else works while the engine is fenced. */
  readonly fencedBecause: string | null;
};

export function answerHealth(app: FastifyInstance, readiness: () => Promise<Readiness>): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const { database, fencedBecause } = await readiness();
    return reply.code(database ? 200 : 503).send({
      ready: database,
      not_ready: database ? [] : ['database'],
      engine: { fenced: fencedBecause !== null, reason: fencedBecause },
    });
  });
}
