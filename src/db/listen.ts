/**
 * The place where a process keeps one session of its own: for notices, and for the lock that says
 * it lives.
 */
import pg from 'pg';

export type Session = { readonly close: () => Promise<void> };

export type SessionOf = {
  readonly url: string;
  readonly channel: string;
  /** Held for as long as the session lives: one that can be taken by another has lost its owner. */
  readonly lockKey: number;
  readonly onNotice: () => void;
  readonly onLost: (error: Error) => void;
};

export async function openSession(of: SessionOf): Promise<Session> {
  const client = new pg.Client({ connectionString: of.url, keepAlive: true });
  let closing = false;
  client.on('error', (error) => {
    if (!closing) of.onLost(error);
  });
  client.on('end', () => {
    if (!closing) of.onLost(new Error('The session ended.'));
  });
  client.on('notification', of.onNotice);
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [of.lockKey]);
  await client.query(`listen ${client.escapeIdentifier(of.channel)}`);
  return {
    close: async () => {
      closing = true;
      await client.end();
    },
  };
}
