/** The place where both surfaces become one OpenAPI document, from the schemas that hold them. */
import { error, validationError } from './campaigns/error.ts';
import { campaignsPrefix, campaignsRoutes } from './campaigns/routes.ts';
import { enveloped, error as integrationError } from './integration/error.ts';
import { integrationPrefix, integrationRoutes } from './integration/routes.ts';
import { addPaths, type DescribedSurface } from './shared/openapi.ts';

const campaigns: DescribedSurface = {
  tag: 'campaigns',
  prefix: campaignsPrefix,
  routes: campaignsRoutes,
  wrap: (data) => data,
  error,
  invalid: { status: 422, schema: validationError.or(error) },
};

const integration: DescribedSurface = {
  tag: 'integration',
  prefix: integrationPrefix,
  routes: integrationRoutes,
  wrap: enveloped,
  error: integrationError,
  invalid: { status: 400, schema: integrationError },
};

export function openApiDocument(version: string) {
  const paths = {};
  const schemas = {};
  for (const surface of [campaigns, integration]) addPaths({ paths, schemas }, surface);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'Campaigns under /api/v1, the narrower integration surface under /v1. Every path answers ' +
        'with and without a trailing slash. A POST that describes no body needs none.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [{ name: campaigns.tag }, { name: integration.tag }],
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}
