/**
 * The place where the rival of a start runs: one route of Fastify that asks one row of the same
 * embedded PostgreSQL, and nothing else.
 */
import { fastify } from 'fastify';
import pg from 'pg';
import { startEmbedded } from '../src/db/embedded/start-embedded.ts';

const server = await startEmbedded({
  dataDir: process.env.COUNTERSIGN_DATA_DIR ?? '',
  log: () => undefined,
});
if (!server.ok) throw new Error(server.failure.message);
const pool = new pg.Pool({ connectionString: server.value.url });
// Without a listener a connection that ends with the server would end the process.
pool.on('error', () => undefined);
const app = fastify({ logger: false });
app.get('/readyz', async () => (await pool.query('select 1 as one')).rows[0]);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
const stop = async (): Promise<void> => {
  await app.close();
  await pool.end();
  await server.value.stop();
};
process.once('SIGTERM', () => void stop());
