/**
 * Warns once where all requests come from one proxy on a private address whose X-Forwarded-For is
 * not trusted: then all people behind it count as one place, and share its limits.
 */
import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Log } from './log.ts';

/** In a row, without one from elsewhere: a single client may send any header. */
const requestsEnough = 20;

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

export function watchProxies(app: FastifyInstance, log: Log): void {
  let suspect = '';
  let requests = 0;
  let isWarned = false;
  app.addHook('onRequest', (request, _reply, done) => {
    if (isWarned || request.headers['x-forwarded-for'] === undefined) return done();
    const address = addressOf(request);
    requests = address === suspect ? requests + 1 : 1;
    suspect = address;
    // Where the header is taken for true, what it says is the address of the request.
    if (requests < requestsEnough || request.ip !== address || !isPrivate(address)) return done();
    isWarned = true;
    log.warn(
      { proxy: address, setting: 'COUNTERSIGN_TRUSTED_PROXIES' },
      'every request comes from one proxy that is not trusted, so all people count as one place',
    );
    done();
  });
}

function addressOf({ raw }: FastifyRequest): string {
  return raw.socket.remoteAddress ?? '';
}

function isPrivate(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && privateNetworks.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
