/** The place where connected accounts are made, looked up and changed. */
import {
  findConnectedAccount as findRow,
  insertConnectedAccount,
  listConnectedAccounts as listRows,
  lockConnectedAccount,
  updateConnectedAccount,
} from '../db/connected-accounts.ts';
import { inTransaction } from '../db/database.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import type { ConnectedAccount, DailyCaps } from '../domain/send/connected-account.ts';
import { defaultDailyCaps } from '../domain/send/connected-account.ts';
import type { Precondition } from '../domain/tags.ts';
import { connectedAccountTag, preconditionFailure } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';
import { writeAudit } from './write-audit.ts';

type WriteDeps = DbDep & ClockDep & ChanceDep;

export type ConnectedAccountInput = {
  readonly name?: string | undefined;
  readonly profileUrl?: string | null | undefined;
  readonly dailyCaps?: { readonly [Action in keyof DailyCaps]?: number | undefined } | undefined;
};

export function createConnectedAccount(deps: WriteDeps) {
  return async (
    caller: Caller,
    input: ConnectedAccountInput & { readonly name: string },
  ): Promise<Result<ConnectedAccount, Failure>> => {
    const now = await deps.clock.read();
    const blank: ConnectedAccount = {
      id: deps.chance.uuid(now.engine),
      accountId: caller.accountId,
      name: input.name,
      profileUrl: null,
      provider: 'manual',
      dailyCaps: defaultDailyCaps,
      version: 1,
      createdAt: now.engine,
      updatedAt: now.engine,
    };
    const connected = withEdit(blank, input);
    const fault = urlFault(connected);
    if (fault !== null) return failed(fault);
    await inTransaction(deps.db, async (tx) => {
      await insertConnectedAccount(tx, connected);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'connected_account.create',
        kind: 'connected_account',
        id: connected.id,
        before: null,
        after: connected,
      });
    });
    return ok(connected);
  };
}

export function findConnectedAccount(deps: DbDep) {
  return async (
    caller: Caller,
    { connectedAccountId }: { readonly connectedAccountId: string },
  ): Promise<Result<ConnectedAccount, Failure>> => {
    const found = await findRow(deps.db, caller.accountId, connectedAccountId);
    return found === null ? failed(notFound('connected account')) : ok(found);
  };
}

export function listConnectedAccounts(deps: DbDep) {
  return async (
    caller: Caller,
    input: PageInput,
  ): Promise<Result<Page<ConnectedAccount>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const window = { accountId: caller.accountId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listRows(deps.db, window), input.limit, timeKeyOf));
  };
}

export function editConnectedAccount(deps: WriteDeps) {
  return async (
    caller: Caller,
    input: ConnectedAccountInput & {
      readonly connectedAccountId: string;
      readonly precondition?: Precondition;
    },
  ): Promise<Result<ConnectedAccount, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const { accountId } = caller;
      const before = await lockConnectedAccount(tx, accountId, input.connectedAccountId);
      if (before === null) return failed(notFound('connected account'));
      const stale = preconditionFailure(input.precondition ?? null, connectedAccountTag(before));
      if (stale !== null) return failed(stale);
      const edited = withEdit(before, input);
      const fault = urlFault(edited);
      if (fault !== null) return failed(fault);
      if (connectedAccountTag(edited) === connectedAccountTag(before)) return ok(before);
      const after = { ...edited, version: before.version + 1, updatedAt: now.engine };
      await updateConnectedAccount(tx, after);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'connected_account.edit',
        kind: 'connected_account',
        id: before.id,
        before,
        after,
      });
      return ok(after);
    });
  };
}

function withEdit(before: ConnectedAccount, edit: ConnectedAccountInput): ConnectedAccount {
  const caps = Object.entries(edit.dailyCaps ?? {}).filter(([, cap]) => cap !== undefined);
  return {
    ...before,
    name: edit.name ?? before.name,
    profileUrl: edit.profileUrl === undefined ? before.profileUrl : edit.profileUrl,
    dailyCaps: { ...before.dailyCaps, ...Object.fromEntries(caps) },
  };
}

/** It is shown as a link to whoever carries a task out: nothing that a browser would run. */
function urlFault({ profileUrl }: ConnectedAccount): Failure | null {
  if (profileUrl === null || /^https:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i.test(profileUrl)) return null;
  const message = 'must be an https URL, such as https://www.linkedin.com/in/ada';
  return invalid([{ path: ['profile_url'], message, type: 'string.uri' }]);
}
