/** The place where the document can be read by a person, at `/docs`, without any network. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { referenceHeaders } from './security.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <title>Countersign API</title>
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/reference.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** Whatever would ask somebody else's server is off: fonts, a proxy, telemetry, an assistant. */
const settings = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: '',
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  persistAuth: false,
};
const start = `Scalar.createApiReference('#reference', ${JSON.stringify(settings)});\n`;

const scriptType = 'text/javascript; charset=utf-8';
const dayCached = 'private, max-age=86400';

export function answerReference(app: FastifyInstance): void {
  // Read and packed when it is first asked for: three and a half megabytes that few ask for.
  let packed: Promise<Buffer> | null = null;
  app.get('/docs', async (_request, reply) =>
    reply.headers(referenceHeaders).type('text/html; charset=utf-8').send(page),
  );
  app.get('/docs/start.js', async (_request, reply) => reply.type(scriptType).send(start));
  app.get('/docs/reference.js', async (request, reply): Promise<FastifyReply> => {
    reply.type(scriptType).header('cache-control', dayCached).header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
      return reply.send(await readFile(referenceScript()));
    }
    packed ??= readFile(referenceScript()).then((script) => promisify(gzip)(script));
    return reply.header('content-encoding', 'gzip').send(await packed);
  });
}

/** The package is a plugin, too: of it we use the one file that its page loads. */
function referenceScript(): string {
  const entry = import.meta.resolve('@scalar/fastify-api-reference');
  return fileURLToPath(new URL('./js/standalone.js', entry));
}
