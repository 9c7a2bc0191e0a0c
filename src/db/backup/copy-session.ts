/** The place where a backup or a restore has a database session of its own, without time-outs. */
import pg from 'pg';

export type CopySession = {
  readonly client: pg.Client;
  readonly rows: <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly close: () => Promise<void>;
};

/** Everything that changes how a value is spelt is fixed: a file is read by other servers, too. */
const options = [
  'timezone=UTC',
  'datestyle=ISO',
  'intervalstyle=postgres',
  'extra_float_digits=1',
  'bytea_output=hex',
  'statement_timeout=0',
  'idle_in_transaction_session_timeout=0',
  'lock_timeout=60000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

const connectMsMax = 10_000;

export async function openCopySession(url: string): Promise<CopySession> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMsMax,
    client_encoding: 'UTF8',
    keepAlive: true,
    options,
  });
  // A connection that is lost is told by the statement that was running.
  client.on('error', () => undefined);
  await client.connect();
  return {
    client,
    rows: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as Row[],
    close: () => client.end(),
  };
}
