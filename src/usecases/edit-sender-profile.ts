/** The place where a sender profile gets its next version, or becomes the default. */
import { lockAccount } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import {
  lockSenderProfile,
  markNoProfileDefault,
  updateSenderProfile,
} from '../db/sender-profiles.ts';
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Precondition } from '../domain/tags.ts';
import { preconditionFailure, senderProfileTag } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { sortedJson } from '../lib/sorted-json.ts';
import { unstorableAt } from '../lib/storable.ts';
import type { Caller } from './caller.ts';
import { unstorable } from './create-sender-profile.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

/** What is left out stays as it is. */
export type EditSenderProfileInput = {
  readonly senderProfileId: string;
  readonly profileName?: string | undefined;
  readonly senderData?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | null | undefined;
  readonly isDefault?: boolean | undefined;
  readonly precondition?: Precondition;
};

export function editSenderProfile(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: EditSenderProfileInput,
  ): Promise<Result<SenderProfile, Failure>> => {
    const at = unstorableAt(input.senderData ?? {});
    if (at !== null) return failed(unstorable(at));
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const { accountId } = caller;
      // Two at once would both move the default.
      await lockAccount(tx, accountId);
      const before = await lockSenderProfile(tx, accountId, input.senderProfileId);
      if (before === null) return failed(notFound('sender profile'));
      const stale = preconditionFailure(input.precondition ?? null, senderProfileTag(before));
      if (stale !== null) return failed(stale);
      const edited = withEdit(before, input);
      if (senderProfileTag(edited) === senderProfileTag(before)) return ok(before);
      // A name or a note alone makes no approval stale: the version is of what a writer is told.
      const retold = sortedJson(edited.senderData) !== sortedJson(before.senderData);
      const version = retold ? before.version + 1 : before.version;
      const after = { ...edited, version, updatedAt: now.engine };
      if (after.isDefault && !before.isDefault) {
        await markNoProfileDefault(tx, accountId, now.engine);
      }
      await updateSenderProfile(tx, after);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'sender_profile.edit',
        kind: 'sender_profile',
        id: before.id,
        before,
        after,
      });
      return ok(after);
    });
  };
}

function withEdit(before: SenderProfile, edit: EditSenderProfileInput): SenderProfile {
  return {
    ...before,
    profileName: edit.profileName ?? before.profileName,
    senderData: edit.senderData ?? before.senderData,
    description: edit.description === undefined ? before.description : edit.description,
    isDefault: edit.isDefault ?? before.isDefault,
  };
}
