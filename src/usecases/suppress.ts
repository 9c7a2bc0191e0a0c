/** The place where an address or a domain is put out of reach, and whoever is on the way there is stopped. */
import type { Failure } from '../domain/failure.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

/** Exactly one of `email` and `domain`. */
export type SuppressInput = {
  readonly email?: string | null | undefined;
  readonly domain?: string | null | undefined;
  readonly reason: string;
  readonly note?: string | null | undefined;
};

export type Suppressed = Suppression & {
  readonly stoppedLeads: number;
  /** Hand-overs that were on the wire already and could not be called back. */
  readonly inFlight: number;
};

export function suppress(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: SuppressInput): Promise<Result<Suppressed, Failure>> => {
    throw new Error();
  };
}
