/** The place where whatever went wrong with a request becomes one thing that can be shown. */

import { spanInWords } from '../words/time.ts';

export type Trouble = {
  /** Null: no answer came. */
  readonly status: number | null;
  /** A code of the API, such as RATE_LIMITED; or UNREACHABLE, where no answer came. */
  readonly code: string;
  /** A sentence that says what to do. */
  readonly message: string;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** Of a request that was not valid: what is wrong with which field. */
  readonly faults: Readonly<Record<string, string>>;
};

export class TroubleError extends Error {
  override readonly name = 'TroubleError';
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

/** `answer` is what the server sent, parsed if it was JSON; `response` is missing if none came. */
export function troubleOf(answer: unknown, response: Response | undefined): Trouble {
  if (response === undefined) return unreachable;
  const body = fieldsOf(answer);
  const retryAfterSeconds = secondsOf(response.headers.get('retry-after'));
  return {
    status: response.status,
    code: textOf(body['detail']) ?? `HTTP_${response.status}`,
    message: messageOf(textOf(body['message']), response.status, retryAfterSeconds),
    requestId: textOf(body['request_id']) ?? response.headers.get('x-request-id'),
    retryAfterSeconds,
    faults: faultsOf(body['details']),
  };
}

/** Whatever was thrown, as something to show. */
export function troubleIn(error: unknown): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  return {
    ...unreachable,
    code: 'BUG',
    message: 'This screen failed through a fault of ours; reload it.',
  };
}

const unreachable: Trouble = {
  status: null,
  code: 'UNREACHABLE',
  message: 'The server does not answer. It may be restarting; try again in a moment.',
  requestId: null,
  retryAfterSeconds: null,
  faults: {},
};

function messageOf(told: string | null, status: number, waitSeconds: number | null): string {
  const message = told ?? `The server answered ${status} without saying why.`;
  return waitSeconds === null ? message : `${message} Try again in ${spanInWords(waitSeconds)}.`;
}

function faultsOf(details: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(details)) return {};
  const faults: Record<string, string> = {};
  for (const detail of details.map(fieldsOf)) {
    const path = Array.isArray(detail['loc']) ? detail['loc'].map(String) : [];
    const field = path.slice(1).join('.');
    // The first fault of a field is enough to go on with.
    if (field !== '') faults[field] ??= textOf(detail['msg']) ?? 'is not valid';
  }
  return faults;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
