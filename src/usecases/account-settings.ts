/**
 * The place where an account says what stands below every mail it sends: where it can be found, and
 * how to hear from it no more.
 *
 * Part of the envelope that an approval binds: whatever was approved with other words below it goes
 * to a person again before it may leave.
 */
import { findAccountSettings, updateAccountSettings } from '../db/account-settings.ts';
import { lockAccount } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import type { AccountSettings } from '../domain/account.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { footerFaults } from '../domain/send/footer.ts';
import type { Precondition } from '../domain/tags.ts';
import { accountTag, preconditionFailure } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Bodies } from '../ports/renderer.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, LinksDep, RendererDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type ShownSettings = AccountSettings & {
  /** What stands below the words of a mail, with a link that leads to nobody's. */
  readonly footer: Bodies;
};

export function findSettings(deps: DbDep & LinksDep & RendererDep) {
  return async (caller: Caller): Promise<Result<ShownSettings, never>> =>
    ok(shown(deps, await findAccountSettings(deps.db, caller.accountId)));
}

/** What is left out stays as it is; null takes it away, and gives back the line we suggest. */
export type EditSettingsInput = {
  readonly postalAddress?: string | null | undefined;
  readonly footerText?: string | null | undefined;
  readonly unsubscribeLine?: string | null | undefined;
  readonly precondition?: Precondition;
};

export function editSettings(deps: DbDep & ClockDep & ChanceDep & LinksDep & RendererDep) {
  return async (
    caller: Caller,
    input: EditSettingsInput,
  ): Promise<Result<ShownSettings, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      await lockAccount(tx, caller.accountId);
      const before = await findAccountSettings(tx, caller.accountId);
      const stale = preconditionFailure(input.precondition ?? null, accountTag(before));
      if (stale !== null) return failed(stale);
      const edited = withEdit(before, input);
      const faults = footerFaults(edited);
      if (faults.length > 0) return failed(invalid(faults));
      if (accountTag(edited) === accountTag(before)) return ok(shown(deps, before));
      const after = { ...edited, version: before.version + 1, updatedAt: now.engine };
      await updateAccountSettings(tx, after);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'account.edit_settings',
        kind: 'account',
        id: caller.accountId,
        before,
        after,
      });
      return ok(shown(deps, after));
    });
  };
}

function withEdit(before: AccountSettings, edit: EditSettingsInput): AccountSettings {
  const { postalAddress, footerText, unsubscribeLine } = edit;
  return {
    ...before,
    postalAddress: postalAddress === undefined ? before.postalAddress : cleaned(postalAddress),
    footerText: footerText === undefined ? before.footerText : cleaned(footerText),
    unsubscribeLine:
      unsubscribeLine === undefined ? before.unsubscribeLine : cleaned(unsubscribeLine),
  };
}

/** Nothing but space says nothing. */
function cleaned(text: string | null): string | null {
  const plain = (text ?? '').replace(/\r\n?/g, '\n').trim();
  return plain === '' ? null : plain;
}

function shown(deps: LinksDep & RendererDep, settings: AccountSettings): ShownSettings {
  const recipient = { accountId: settings.id, enrolmentId: null, email: '' };
  const close = deps.renderer.closing({ signature: null, footer: settings });
  const footer = close({ text: '', html: '' }, deps.links.unsubscribe(recipient));
  return { ...settings, footer: { text: footer.text.trim(), html: footer.html.trim() } };
}
