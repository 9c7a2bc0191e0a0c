/** The place where a sender profile is written down; an account's first one is its default. */
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

export type CreateSenderProfileInput = {
  readonly profileName: string;
  readonly senderData?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | null | undefined;
  /** True moves the default here. */
  readonly isDefault?: boolean | undefined;
};

export function createSenderProfile(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: CreateSenderProfileInput,
  ): Promise<Result<SenderProfile, Failure>> => {
    throw new Error();
  };
}
