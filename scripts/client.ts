/** The place where the browser's client is written from the OpenAPI document: `npm run client`. */

import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { openApiDocument } from '../src/contract/openapi.ts';

export const clientFolder = fileURLToPath(new URL('../web/api/generated', import.meta.url));

type Document = ReturnType<typeof openApiDocument>;
type Operation = { readonly responses: Readonly<Record<string, object>> };

export async function writeClient(folder: string): Promise<void> {
  await createClient({
    // Without a version: the client is that of the contract, and not new with every release.
    input: withoutRefusals(openApiDocument('0')) as never,
    output: { path: folder, clean: true, entryFile: false, module: { extension: '.ts' } },
    logs: { level: 'silent' },
    plugins: [
      '@hey-api/typescript',
      { name: '@hey-api/client-fetch', throwOnError: true },
      { name: '@hey-api/sdk', responseStyle: 'data' },
    ],
  });
}

/**
 * A dozen refusals a route are nine tenths of the document; the browser makes one thing of all of
 * them, in web/api/trouble.ts, whatever the route.
 */
function withoutRefusals(document: Document): object {
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>).map(
    ([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [
          method,
          { ...operation, responses: successesOf(operation) },
        ]),
      ),
    ],
  );
  return { ...document, paths: Object.fromEntries(paths) };
}

function successesOf({ responses }: Operation): object {
  return Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeClient(clientFolder);
