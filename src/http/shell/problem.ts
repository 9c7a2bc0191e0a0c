/** The place where all that can be wrong with a request is one type, before a surface words it. */
import type { RequestErrorCode } from '../../contract/shared/error-code.ts';
import type { Failure } from '../../domain/failure.ts';

/** Where in the request a fault lies, in the words of the surface. */
export type Fault = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly type: string;
};

export type Problem =
  /** A use case said no. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The request does not have the shape of the contract; a path begins with `body` or `query`. */
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }
  /** The request did not get as far as that. */
  | {
      readonly kind: 'unfit';
      readonly code: RequestErrorCode;
      readonly message: string;
      readonly permission?: string;
      readonly allow?: readonly string[];
      readonly retryAfterSeconds?: number;
    };

/** Thrown from hooks and parsers, where there is no other way out; caught once, by the server. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

export function unfit(code: RequestErrorCode, message: string): Problem {
  return { kind: 'unfit', code, message };
}

export const internalError = unfit(
  'INTERNAL_ERROR',
  'Something went wrong here; it has been logged under this request id.',
);

export function retryAfterOf(problem: Problem): number | undefined {
  switch (problem.kind) {
    case 'refused':
      return problem.failure.retryAfterSeconds;
    case 'unfit':
      return problem.retryAfterSeconds;
    case 'invalid':
      return undefined;
  }
}

/** For the log: the `why` of a refusal. */
export function codeOf(problem: Problem): string {
  switch (problem.kind) {
    case 'refused':
      return problem.failure.code;
    case 'unfit':
      return problem.code;
    case 'invalid':
      return 'VALIDATION_ERROR';
  }
}
