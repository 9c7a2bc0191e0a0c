/** The place where an SMTP server says exactly what a test wants, down to half a line. */
import net from 'node:net';

export type Verb =
  | 'greeting'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'RSET'
  | 'QUIT'
  | 'dot';

/**
 * What goes back, raw, with its own line ends: nothing is added. `null` closes instead; a text that
 * ends in `!` is sent without it and then closes; `''` says nothing at all. A list is said one by
 * one, the last of it from then on.
 */
export type Script = Readonly<Partial<Record<Verb, string | null | readonly string[]>>>;

export type ScriptedServer = {
  readonly port: number;
  /** The verbs as they came, over all connections; `message` is a dot with content before it. */
  readonly heard: () => readonly string[];
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

const polite: Record<Verb, string> = {
  greeting: '220 scripted\r\n',
  EHLO: '250 scripted\r\n',
  HELO: '250 scripted\r\n',
  STARTTLS: '502 no\r\n',
  AUTH: '235 welcome\r\n',
  MAIL: '250 ok\r\n',
  RCPT: '250 ok\r\n',
  DATA: '354 go on\r\n',
  RSET: '250 ok\r\n',
  QUIT: '221 bye\r\n!',
  dot: '250 taken\r\n',
};

/** One script a connection, the last of them for all that follow. */
export async function startScriptedServer(...scripts: readonly Script[]): Promise<ScriptedServer> {
  const heard: string[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    const script = scripts[Math.min(connections, scripts.length - 1)] ?? {};
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, { ...polite, ...script }, heard);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    heard: () => heard,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function converse(socket: net.Socket, script: Required<Script>, heard: string[]): void {
  const turns = new Map<Verb, number>();
  let rest = '';
  let inContent = false;
  let hasContent = false;

  function endContent(): void {
    heard.push(hasContent ? 'message' : 'nothing');
    inContent = false;
    hasContent = false;
    answer('dot');
  }

  function answer(verb: Verb): void {
    const said = script[verb];
    const turn = turns.get(verb) ?? 0;
    turns.set(verb, turn + 1);
    const text = Array.isArray(said) ? (said[Math.min(turn, said.length - 1)] ?? '') : said;
    if (text === null) socket.destroy();
    else if (text.endsWith('!')) socket.end(text.slice(0, -1));
    else if (text !== '') socket.write(text);
  }

  function hear(line: string): void {
    if (inContent) {
      hasContent ||= line !== '.';
      if (line === '.') endContent();
      return;
    }
    const verb = line.slice(0, 8).split(' ', 1)[0] as Verb;
    heard.push(verb);
    inContent = verb === 'DATA' && String(script.DATA).startsWith('354');
    answer(verb);
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
  answer('greeting');
}
