/** The place where an empty database gets its first account, its owner and the key they were given. */
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

export function bootstrap(deps: DbDep & ClockDep & ChanceDep) {
  /** `created` is false where there is a key already, whichever it is. */
  return async (key: string): Promise<Result<{ readonly created: boolean }, Failure>> => {
    throw new Error();
  };
}
