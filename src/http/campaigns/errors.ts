/** The place where a refusal gets its status and its body on the campaigns surface. */
import { requestErrors } from '../../contract/shared/error-code.ts';
import type { Failure, FailureCode } from '../../domain/failure.ts';
import type { Fault, Problem } from '../shell/problem.ts';
import type { About } from '../shell/surface.ts';
import { toSnakeMembers, toSnakePath, withInstants } from '../shell/words.ts';

const statuses: Readonly<Record<FailureCode, number>> = {
  NOT_FOUND: 404,
  VALIDATION_ERROR: 422,
  MISSING_PERMISSION: 403,
  PRECONDITION_FAILED: 412,
  CAMPAIGN_NOT_LAUNCHABLE: 409,
  CAMPAIGN_NOT_PAUSABLE: 409,
  CAMPAIGN_NOT_RESUMABLE: 409,
  CAMPAIGN_NOT_CANCELLABLE: 409,
  CAMPAIGN_NOT_DELETABLE: 409,
  CAMPAIGN_NOT_REPAIRABLE: 409,
  FIELD_LOCKED: 409,
  STEP_ALREADY_RUNNING: 409,
  LEAD_NOT_FAILED: 409,
  ROW_DELETED: 409,
  PREFLIGHT_FAILED: 422,
  STEP_CONFIG_CHANGED: 422,
  CONTENT_CHANGED: 409,
  APPROVAL_CONFLICT: 409,
  ALREADY_SENT: 409,
  LEAD_FINISHED: 409,
  NO_PENDING_CONTENT: 409,
  INSTANCE_FINISHED: 409,
  GATE_CHANGED: 409,
  VERDICT_TOO_SOON: 409,
  SEND_NOT_UNKNOWN: 409,
  ALREADY_SUPPRESSED: 409,
  MAILBOX_NOT_ALLOWED: 422,
  DATASET_IN_USE: 409,
  LEAD_IN_USE: 409,
  IMPORT_NOT_RUNNING: 409,
  FILE_TOO_LARGE: 413,
  FILE_NOT_SUPPORTED: 415,
  FILE_NOT_READABLE: 422,
  TEMPLATE_IN_USE: 409,
  SENDER_PROFILE_IN_USE: 409,
  ALIAS_IN_USE: 409,
  CONNECTED_ACCOUNT_IN_USE: 409,
  ALREADY_RELEASED: 409,
  TOO_MANY_TESTS: 429,
  SENDING_FENCED: 409,
  RECIPIENT_SUPPRESSED: 409,
  MAILBOX_NOT_READY: 409,
  MAILBOX_LIMIT_REACHED: 429,
  SIGN_IN_REFUSED: 401,
  TOO_MANY_TRIES: 429,
  BUSY: 503,
  NO_ACCOUNT: 403,
  SIGN_IN_FIRST: 409,
  EMAIL_NOT_PROVED: 409,
  EMAIL_PROVED: 409,
  EMAIL_TAKEN: 409,
  NO_SYSTEM_MAIL: 409,
  TOO_MANY_MAILS: 429,
  ALREADY_SET_UP: 409,
  LINK_NOT_VALID: 404,
  ONLY_OWNERS: 403,
  LAST_OWNER: 409,
  ALREADY_MEMBER: 409,
  LIMIT_REACHED: 409,
};

export function presentProblem(
  problem: Problem,
  about: About,
): { readonly status: number; readonly body: object } {
  switch (problem.kind) {
    case 'invalid':
      return { status: 422, body: invalidBody(problem.faults, about) };
    case 'unfit':
      return {
        status: requestErrors[problem.code],
        body: {
          detail: problem.code,
          message: problem.message,
          request_id: about.requestId,
          ...(problem.permission === undefined ? {} : { permission: problem.permission }),
          ...retryAfter(problem.retryAfterSeconds),
        },
      };
    case 'refused':
      return { status: statuses[problem.failure.code], body: refusedBody(problem.failure, about) };
  }
}

function refusedBody(failure: Failure, about: About): object {
  if (failure.code === 'VALIDATION_ERROR') {
    const part = about.method === 'GET' ? 'query' : 'body';
    const faults = (failure.faults ?? []).map((fault) => ({
      ...fault,
      path: [part, ...toSnakePath(fault.path)],
    }));
    return invalidBody(faults, about);
  }
  return {
    ...(toSnakeMembers(withInstants(failure.data ?? {})) as object),
    detail: failure.code,
    message: failure.message,
    request_id: about.requestId,
    ...retryAfter(failure.retryAfterSeconds),
  };
}

/** The shape that clients of an older server read, inside the one that all refusals have. */
function invalidBody(faults: readonly Fault[], about: About): object {
  return {
    detail: 'VALIDATION_ERROR',
    error: 'Request Validation Error',
    message: 'The request failed validation',
    details: faults.map(({ path, message, type }) => ({ loc: path, msg: message, type })),
    path: about.path,
    request_id: about.requestId,
  };
}

function retryAfter(seconds: number | undefined): object {
  return seconds === undefined ? {} : { retry_after: Math.ceil(seconds) };
}
