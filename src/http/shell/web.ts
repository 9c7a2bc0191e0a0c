/** The place where the web interface is served: its files, and one page for all of its screens. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './endpoint.ts';
import { ProblemError, unfit } from './problem.ts';
import { pageHeaders } from './security.ts';

export type Web = {
  /** Whether it is a person's browser that asks, for a screen: which one, the page finds out. */
  readonly isScreenAsked: (request: FastifyRequest) => boolean;
  readonly serve: (app: FastifyInstance) => void;
};

const assets = 'assets';
const assetAgeMs = 365 * 24 * 3_600_000;

/** `folder` holds what the build made; null, or empty, where nothing was built. */
export function createWeb(of: {
  readonly folder: string | null;
  /** What is never a screen, such as `/api/v1`: its first segment, and all below. */
  readonly prefixes: readonly string[];
}): Web {
  const folder = of.folder ?? '';
  const index = join(folder, 'index.html');
  if (folder === '' || !existsSync(index)) return notBuilt;
  const page = readFileSync(index);
  const taken = new Set([assets, ...of.prefixes.map(firstSegment)]);
  const isScreenAsked: Web['isScreenAsked'] = ({ method, headers, url }) =>
    (method === 'GET' || method === 'HEAD') &&
    headers.accept?.includes('text/html') === true &&
    !taken.has(firstSegment(pathOf(url)));
  return {
    isScreenAsked,
    serve: (app) => {
      serveAssets(app, join(folder, assets));
      app.setNotFoundHandler(async (request, reply) => {
        // A file that was there at the start and is gone: as a script, the page would only confuse.
        if (!isScreenAsked(request)) throw new ProblemError(noSuchFile);
        // Its assets are named by their content; it alone says which ones are of today.
        return reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page);
      });
    },
  };
}

const noSuchFile = unfit('NOT_FOUND', 'There is no such file here, or no longer.');

const notBuilt: Web = {
  isScreenAsked: () => false,
  serve: (app) => {
    app.get('/', async () => {
      const cure = 'The web interface is not built here: run "npm run build" and start again.';
      const rest = 'The API is under /api/v1, its document at /openapi.json.';
      throw new ProblemError(unfit('NOT_FOUND', `${cure} ${rest}`));
    });
  },
};

/** One route a file: whatever else is asked for below the folder is answered as any 404. */
function serveAssets(app: FastifyInstance, root: string): void {
  app.register(staticFiles, {
    root,
    prefix: `/${assets}/`,
    wildcard: false,
    index: false,
    decorateReply: false,
    preCompressed: true,
    maxAge: assetAgeMs,
    immutable: true,
  });
}

function firstSegment(path: string): string {
  return path.split('/')[1] ?? '';
}
