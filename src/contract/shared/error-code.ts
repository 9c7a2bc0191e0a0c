/** The place where refusals that arise before a use case is asked have their codes and statuses. */

/** The same on both surfaces; what a use case refuses is mapped by each surface itself. */
export const requestErrors = {
  MALFORMED_REQUEST: 400,
  UNAUTHENTICATED: 401,
  MISSING_PERMISSION: 403,
  KEY_CANNOT_MANAGE_KEYS: 403,
  KEY_CANNOT_MANAGE_MEMBERS: 403,
  KEY_CANNOT_READ_AUDIT: 403,
  KEY_CANNOT_MANAGE_ACCOUNTS: 403,
  NEEDS_A_PERSON: 403,
  CSRF_TOKEN_INVALID: 403,
  CHOOSE_ACCOUNT: 403,
  CROSS_SITE_REQUEST: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  IDEMPOTENCY_CONFLICT: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL_ERROR: 500,
  UPSTREAM_ERROR: 502,
  SHUTTING_DOWN: 503,
} as const;
export type RequestErrorCode = keyof typeof requestErrors;
