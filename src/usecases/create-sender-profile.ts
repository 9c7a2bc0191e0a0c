/** The place where a sender profile is written down; an account's first one is its default. */
import { lockAccount } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import {
  hasDefaultProfile,
  insertSenderProfile,
  markNoProfileDefault,
} from '../db/sender-profiles.ts';
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { unstorableAt } from '../lib/storable.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

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
    const senderData = input.senderData ?? {};
    const at = unstorableAt(senderData);
    if (at !== null) return failed(unstorable(at));
    const { accountId } = caller;
    const moment = await deps.clock.read();
    const { engine: now } = moment;
    const profile: SenderProfile = {
      id: deps.chance.uuid(now),
      accountId,
      profileName: input.profileName,
      senderData,
      description: input.description ?? null,
      isDefault: input.isDefault ?? false,
      version: 1,
      usageCount: 0,
      createdAt: now,
      updatedAt: now,
    };
    return inTransaction(deps.db, async (tx) => {
      // Two at once would both find no default, or both move it.
      await lockAccount(tx, accountId);
      if (profile.isDefault) await markNoProfileDefault(tx, accountId, now);
      const isDefault = profile.isDefault || !(await hasDefaultProfile(tx, accountId));
      const after = { ...profile, isDefault };
      await insertSenderProfile(tx, after);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now: moment,
        action: 'sender_profile.create',
        kind: 'sender_profile',
        id: profile.id,
        before: null,
        after,
      });
      return ok(after);
    });
  };
}

export function unstorable(at: readonly (string | number)[]): Failure {
  const message = 'must not contain NUL, half a character or more levels than anybody needs';
  return invalid([{ path: ['sender_data', ...at], message, type: 'string.encoding' }]);
}
