/** The place where the rival of `identity` runs, as its own process: Fastify, pg, one select. */
import { createHash } from 'node:crypto';
import { fastify } from 'fastify';
import pg from 'pg';

const [url = '', port = '0'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 12 });
const app = fastify();

app.get('/api/v1/auth/me', async (request, reply) => {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const { rows } = await pool.query<{ id: string; permissions: string[] }>({
    name: 'find',
    text: 'select id, account_id, permissions from api_key where key_hash = $1',
    values: [createHash('sha256').update(token).digest()],
  });
  if (rows[0] === undefined) return reply.code(401).send({ error: 'unknown' });
  return rows[0];
});

await app.listen({ port: Number(port), host: '127.0.0.1' });
process.send?.('ready');
