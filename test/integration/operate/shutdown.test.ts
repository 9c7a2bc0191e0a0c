/** A process that is told to go answers what it has begun, and tells the rest that it goes. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { bootstrapKey, startProduct, unbuilt } from '../../../bench/product.ts';
import { later } from '../../support/drive.ts';
import { makeScratchFolder } from '../../support/scratch.ts';

type Answer = {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly detail?: string; readonly smtp?: object };
};

function ask(url: string, { method, agent }: { method: string; agent: Agent }): Promise<Answer> {
  const headers = { authorization: `Bearer ${bootstrapKey}` };
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString());
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** A mail server that says nothing until it is let. */
async function startSlowServer() {
  const asked = later<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    asked.resolve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, asked: asked.promise, port: (server.address() as AddressInfo).port };
}

it('answers what is in flight, refuses what comes, and ends with 0', async () => {
  const folder = await makeScratchFolder('countersign-shutdown-');
  const slow = await startSlowServer();
  const product = await startProduct({ COUNTERSIGN_DATA_DIR: folder }, unbuilt);
  const agents = [0, 1].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const [busy, idle] = agents as [Agent, Agent];
  try {
    const alias = (await product.request('POST', '/api/v1/aliases', {
      address: 'me@example.org',
      display_name: 'Me',
      smtp: { host: '127.0.0.1', port: slow.port, security: 'none' },
    })) as { readonly alias_id: string };
    const me = `${product.base}/api/v1/auth/me`;
    expect((await ask(me, { method: 'GET', agent: idle })).status).toBe(200);
    const verify = `${product.base}/api/v1/aliases/${alias.alias_id}/verify`;
    const inFlight = ask(verify, { method: 'POST', agent: busy });
    const mail = await slow.asked;

    const ended = product.stop();
    const refused = await untilRefused(() => ask(me, { method: 'GET', agent: idle }));
    expect([refused.status, refused.body.detail]).toEqual([503, 'SHUTTING_DOWN']);
    expect(refused.headers.connection).toBe('close');

    mail.end('554 not now\r\n');
    const { status, body } = await inFlight;
    expect([status, body.smtp]).toEqual([200, expect.objectContaining({ ok: false })]);
    expect(await ended).toBe(0);
    await expect(ask(me, { method: 'GET', agent: new Agent() })).rejects.toThrow('ECONNREFUSED');
  } finally {
    for (const agent of agents) agent.destroy();
    slow.server.close();
    product.child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}, 90_000);

/** The signal takes a moment to arrive; until then requests are answered as ever. */
async function untilRefused(again: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await again();
    if (answer.status !== 200) return answer;
  }
}
