/**
 * The place where what campaigns stand on is deleted, once no running one stands on it.
 *
 * A draft keeps the id, and its preflight says what is missing; what has left stays in the ledger.
 */
import { deleteAlias as deleteAliasRow, lockAlias } from '../db/aliases.ts';
import {
  deleteConnectedAccount as deleteConnectedRow,
  lockConnectedAccount,
} from '../db/connected-accounts.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import {
  deleteSenderProfile as deleteProfileRow,
  lockSenderProfile,
} from '../db/sender-profiles.ts';
import { deleteTemplate as deleteTemplateRow, lockTemplate } from '../db/templates.ts';
import type { ThingUsed } from '../db/uses.ts';
import { countLiveUses } from '../db/uses.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { Failure, FailureCode } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type Deleted = { readonly id: string };
type DeleteDeps = DbDep & ClockDep & ChanceDep;

type Thing<T> = {
  readonly words: string;
  readonly kind: string;
  readonly action: AuditAction;
  readonly code: FailureCode;
  readonly lock: (tx: Db, accountId: string, id: string) => Promise<T | null>;
  readonly uses: (thing: T) => ThingUsed;
  readonly remove: (tx: Db, accountId: string, id: string) => Promise<void>;
};

function deleteUnused<T extends { readonly id: string }>(deps: DeleteDeps, of: Thing<T>) {
  return async (caller: Caller, id: string): Promise<Result<Deleted, Failure>> => {
    const { accountId } = caller;
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const thing = await of.lock(tx, accountId, id);
      if (thing === null) return failed(notFound(of.words));
      const uses = await countLiveUses(tx, accountId, of.uses(thing));
      if (uses > 0) {
        const campaigns =
          uses === 1 ? 'One running campaign needs' : `${uses} running campaigns need`;
        const message = `${campaigns} this ${of.words}: cancel them first, or let them complete.`;
        return failed({ code: of.code, message });
      }
      await of.remove(tx, accountId, id);
      const { action, kind } = of;
      const audit = { chance: deps.chance, now, action, kind, id };
      await writeAudit(tx, caller, { ...audit, before: thing, after: null });
      return ok({ id });
    });
  };
}

export function deleteTemplate(deps: DeleteDeps) {
  return deleteUnused(deps, {
    words: 'template',
    kind: 'template',
    action: 'template.delete',
    code: 'TEMPLATE_IN_USE',
    lock: lockTemplate,
    uses: ({ id }) => ({ template: id }),
    remove: deleteTemplateRow,
  });
}

export function deleteSenderProfile(deps: DeleteDeps) {
  return deleteUnused(deps, {
    words: 'sender profile',
    kind: 'sender_profile',
    action: 'sender_profile.delete',
    code: 'SENDER_PROFILE_IN_USE',
    lock: lockSenderProfile,
    uses: ({ id, isDefault }) => ({ senderProfile: id, isDefault }),
    remove: deleteProfileRow,
  });
}

export function deleteAlias(deps: DeleteDeps) {
  return deleteUnused(deps, {
    words: 'alias',
    kind: 'alias',
    action: 'alias.delete',
    code: 'ALIAS_IN_USE',
    lock: async (tx, accountId, id) => (await lockAlias(tx, accountId, id))?.alias ?? null,
    uses: ({ id }) => ({ alias: id }),
    remove: deleteAliasRow,
  });
}

export function deleteConnectedAccount(deps: DeleteDeps) {
  return deleteUnused(deps, {
    words: 'connected account',
    kind: 'connected_account',
    action: 'connected_account.delete',
    code: 'CONNECTED_ACCOUNT_IN_USE',
    lock: lockConnectedAccount,
    uses: ({ id }) => ({ connectedAccount: id }),
    remove: deleteConnectedRow,
  });
}
