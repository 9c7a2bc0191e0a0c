/** The place where both surfaces become one OpenAPI document, from the schemas that hold them. */
import { error, validationError } from './campaigns/error.ts';
import { campaignsPrefix, campaignsRoutes } from './campaigns/routes.ts';
import { examples } from './examples.generated.ts';
import { enveloped, error as integrationError } from './integration/error.ts';
import { integrationPrefix, integrationRoutes } from './integration/routes.ts';
import { recipientPaths, recipientsTag } from './recipient-paths.ts';
import { addPaths, type Built, type DescribedSurface, headerComponent } from './shared/openapi.ts';

const campaigns: DescribedSurface = {
  tag: 'campaigns',
  prefix: campaignsPrefix,
  routes: campaignsRoutes,
  wrap: (data) => data,
  error,
  invalid: { status: 422, schema: validationError.or(error) },
  takesSessions: true,
  examples,
};

const integration: DescribedSurface = {
  tag: 'integration',
  prefix: integrationPrefix,
  routes: integrationRoutes,
  wrap: enveloped,
  error: integrationError,
  invalid: { status: 400, schema: integrationError },
  takesSessions: false,
  examples,
};

/** Answers to every route say these; where each stands, the routes say. */
const headers = {
  'X-Request-Id': "The id of the request: the caller's own, if it can stand in a log.",
  'Retry-After': 'Seconds to wait before it is worth asking again.',
  'X-RateLimit-Limit': 'Requests a minute of this key or session.',
  'X-RateLimit-Remaining': 'How many of them are left.',
  'X-RateLimit-Reset': 'The Unix second at which the minute ends.',
  ETag: 'Which state this is; give it back as If-Match.',
  'Idempotency-Replayed': 'true where this is the answer of an earlier request.',
};
const numbers = new Set([
  'Retry-After',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
]);

const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key (`cs_live_…`); under /api/v1 the token of a session, too.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'countersign_session',
    description:
      'A person who signed in; over HTTPS the cookie is `__Host-countersign`. Changes need the ' +
      'csrf_token of /auth/me as X-CSRF-Token.',
  },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same request within 24 hours: the first answer again.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

export function openApiDocument(version: string) {
  const built: Built = { paths: {}, schemas: {}, responses: {} };
  for (const surface of [campaigns, integration]) addPaths(built, surface);
  const { paths, schemas, responses } = built;
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
    tags: [
      { name: campaigns.tag, description: 'The whole, in snake_case.' },
      { name: integration.tag, description: 'For other programs: camelCase, in an envelope.' },
      recipientsTag,
    ],
    paths: { ...paths, ...recipientPaths },
    components: {
      schemas,
      responses,
      parameters: { IdempotencyKey: idempotencyKey },
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, description]) => [
          headerComponent(name),
          { description, schema: { type: numbers.has(name) ? 'integer' : 'string' } },
        ]),
      ),
      securitySchemes,
    },
  };
}
