/** Forwards every request over one pooled connection, as a reverse proxy with keep-alive does. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export type KeepAliveProxy = { readonly port: number; readonly close: () => void };

export async function startKeepAliveProxy(upstreamPort: number): Promise<KeepAliveProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const server = createServer((incoming, answer) => {
    const { method, url: path, headers } = incoming;
    const target = { host: '127.0.0.1', port: upstreamPort, agent, method, path, headers };
    const outgoing = request(target, (response) => {
      const { connection: _, ...passedOn } = response.headers;
      answer.writeHead(response.statusCode ?? 502, passedOn);
      response.pipe(answer);
    });
    outgoing.on('error', () =>
      answer.headersSent ? answer.destroy() : answer.writeHead(502).end(),
    );
    incoming.pipe(outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, close };
}
