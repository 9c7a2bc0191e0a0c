/** The place where the links of mail are described: pages for people, and a POST for programs. */

const html = (description: string) => ({
  description,
  headers: { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } },
  content: { 'text/html': { schema: { type: 'string' } } },
});

/** What goes wrong before the link is looked at is told as everywhere. */
const refusals = Object.fromEntries(
  [400, 413, 429, 431, 500, 503].map((status) => [
    status,
    { $ref: `#/components/responses/campaigns${status}` },
  ]),
);

const responses = {
  200: html('A page, whole by itself'),
  404: html('A page that says so: this is no link of ours'),
  ...refusals,
};

const token = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'Opaque and signed; it does not expire, and shows no address.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
};

const anyBody = { schema: { type: 'object' } };

export const recipientsTag = {
  name: 'recipients',
  description: 'What recipients of mail follow: open, without a token of ours or a cookie.',
};

export const recipientPaths = {
  '/u/{token}': {
    get: {
      operationId: 'showUnsubscribe',
      tags: [recipientsTag.name],
      summary: 'Show whose mail would end, and a button; nothing is changed',
      security: [],
      parameters: [token],
      responses,
    },
    post: {
      operationId: 'unsubscribe',
      tags: [recipientsTag.name],
      summary: 'Unsubscribe at once (RFC 8058), whatever the body says; the same again is the same',
      security: [],
      parameters: [token],
      requestBody: {
        required: false,
        content: {
          'application/x-www-form-urlencoded': anyBody,
          'multipart/form-data': anyBody,
        },
      },
      responses,
    },
  },
};
