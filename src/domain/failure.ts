/**
 * The place where every expected refusal has its code: surfaces map a code to a status, never a
 * sentence.
 */

export const failureCodes = [
  'NOT_FOUND',
  'VALIDATION_ERROR',
  'MISSING_PERMISSION',
  'PRECONDITION_FAILED',
  'CAMPAIGN_NOT_LAUNCHABLE',
  'CAMPAIGN_NOT_PAUSABLE',
  'CAMPAIGN_NOT_RESUMABLE',
  'CAMPAIGN_NOT_CANCELLABLE',
  'CAMPAIGN_NOT_DELETABLE',
  'CAMPAIGN_NOT_REPAIRABLE',
  'FIELD_LOCKED',
  'STEP_ALREADY_RUNNING',
  'LEAD_NOT_FAILED',
  'ROW_DELETED',
  'PREFLIGHT_FAILED',
  'STEP_CONFIG_CHANGED',
  'CONTENT_CHANGED',
  'APPROVAL_CONFLICT',
  'ALREADY_SENT',
  'LEAD_FINISHED',
  'NO_PENDING_CONTENT',
  'INSTANCE_FINISHED',
  'GATE_CHANGED',
  'VERDICT_TOO_SOON',
  'SEND_NOT_UNKNOWN',
  'ALREADY_SUPPRESSED',
  'MAILBOX_NOT_ALLOWED',
  'DATASET_IN_USE',
  'LEAD_IN_USE',
  'IMPORT_NOT_RUNNING',
  'FILE_TOO_LARGE',
  'FILE_NOT_SUPPORTED',
  'FILE_NOT_READABLE',
  'TEMPLATE_IN_USE',
  'SENDER_PROFILE_IN_USE',
  'ALIAS_IN_USE',
  'CONNECTED_ACCOUNT_IN_USE',
  'ALREADY_RELEASED',
  'TOO_MANY_TESTS',
  'SENDING_FENCED',
  'RECIPIENT_SUPPRESSED',
  'MAILBOX_NOT_READY',
  'MAILBOX_LIMIT_REACHED',
  'SIGN_IN_REFUSED',
  'TOO_MANY_TRIES',
  'BUSY',
  'NO_ACCOUNT',
  'SIGN_IN_FIRST',
  'EMAIL_NOT_PROVED',
  'EMAIL_PROVED',
  'EMAIL_TAKEN',
  'NO_SYSTEM_MAIL',
  'TOO_MANY_MAILS',
  'ALREADY_SET_UP',
  'LINK_NOT_VALID',
  'ONLY_OWNERS',
  'LAST_OWNER',
  'ALREADY_MEMBER',
  'LIMIT_REACHED',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Where in the request a fault lies: the path of the field, in the words of the wire. */
export type FieldFault = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly type: string;
};

export type Failure = {
  readonly code: FailureCode;
  /** A sentence that says what to do. */
  readonly message: string;
  readonly faults?: readonly FieldFault[];
  /** What is structured: state, gate, actual and expected values, warnings. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};

export function notFound(what: string): Failure {
  return { code: 'NOT_FOUND', message: `There is no such ${what} here.` };
}

/** Every fault at once, each at its field. */
export function invalid(faults: readonly FieldFault[]): Failure {
  return { code: 'VALIDATION_ERROR', message: 'The request failed validation.', faults };
}
