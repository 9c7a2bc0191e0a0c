/** The place where rows become leads: all of them, or none and every fault. */
import type { Failure } from '../domain/failure.ts';
import type { Dataset } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

export type CreateDatasetInput = {
  readonly name: string;
  /** At most 1,000 as they came; what they may hold is judged here, at `rows.<i>.<column>`. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[] | undefined;
};

export function createDataset(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: CreateDatasetInput): Promise<Result<Dataset, Failure>> => {
    throw new Error();
  };
}
