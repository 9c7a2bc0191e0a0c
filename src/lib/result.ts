/** The place where an expected failure is a value: a use case returns it, nothing throws it. */

export type Result<T, F> = { readonly ok: true; readonly value: T } | Failed<F>;
export type Failed<F> = { readonly ok: false; readonly failure: F };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function failed<F>(failure: F): Failed<F> {
  return { ok: false, failure };
}
