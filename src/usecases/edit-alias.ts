/**
 * The place where an alias is changed. With another address, server or password it has proved
 * nothing yet: it must be verified again before it sends.
 *
 * A password that is left out stays, but only for the server and the name it was entered for:
 * whoever may edit an alias must not be able to have it sent to a server of their own.
 */
import type { MailboxRow } from '../db/aliases.ts';
import { findEverFast, lockAlias, updateAlias } from '../db/aliases.ts';
import { inTransaction } from '../db/database.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import type { Alias, ShownServer } from '../domain/send/alias.ts';
import { isHarmless } from '../domain/send/alias.ts';
import type { Precondition } from '../domain/tags.ts';
import { aliasTag, preconditionFailure } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { sortedJson } from '../lib/sorted-json.ts';
import type { Caller } from './caller.ts';
import { aliasFaults, notAllowed } from './create-alias.ts';
import type { ChanceDep, ClockDep, DbDep, OutboundDep, VaultDep } from './deps.ts';
import { hostFaults } from './host-faults.ts';
import type { MailboxSecret } from './mailbox.ts';
import { openSecret, sealSecret } from './mailbox.ts';
import { wakeCampaignsOf } from './wake-campaigns-of.ts';
import { writeAudit } from './write-audit.ts';

export type EditedServer = {
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
  readonly auth?:
    | {
        readonly type: 'password';
        readonly username: string;
        /** Left out: the one that is there. */
        readonly password?: string | undefined;
      }
    | null
    | undefined;
};

/** What is left out stays as it is. */
export type EditAliasInput = {
  readonly aliasId: string;
  readonly address?: string | undefined;
  readonly displayName?: string | undefined;
  readonly smtp?: EditedServer | null | undefined;
  readonly imap?: EditedServer | null | undefined;
  readonly dailyCap?: number | undefined;
  readonly minGapSeconds?: number | undefined;
  readonly replyTo?: string | null | undefined;
  readonly signature?: string | null | undefined;
  readonly precondition?: Precondition;
};

export function editAlias(deps: DbDep & ClockDep & ChanceDep & VaultDep & OutboundDep) {
  return async (caller: Caller, input: EditAliasInput): Promise<Result<Alias, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const row = await lockAlias(tx, caller.accountId, input.aliasId);
      if (row === null) return failed(notFound('alias'));
      const { alias: before } = row;
      const stale = preconditionFailure(input.precondition ?? null, aliasTag(before));
      if (stale !== null) return failed(stale);
      const faults = [...editFaults(before, input), ...hostFaults(deps, input)];
      if (faults.length > 0) return failed(invalid(faults));
      const secret = editedSecret(deps, row, input);
      const edited = withEdit(before, input);
      if (!isHarmless(edited) && (await findEverFast(tx))) return failed(notAllowed);
      const reconnects = secret.isNew || connectionOf(edited) !== connectionOf(before);
      if (!reconnects && aliasTag(edited) === aliasTag(before)) return ok(before);
      const after: Alias = {
        ...edited,
        version: before.version + 1,
        verifiedAt: reconnects && before.provider !== 'sandbox' ? null : before.verifiedAt,
        updatedAt: now.engine,
      };
      await updateAlias(tx, { alias: after, secret: secret.sealed });
      // A larger cap or a smaller gap may let somebody go at once.
      await wakeCampaignsOf(tx, { alias: after, now: now.engine });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'alias.edit',
        kind: 'alias',
        id: before.id,
        before,
        after,
      });
      return ok(after);
    });
  };
}

function editFaults(before: Alias, input: EditAliasInput): readonly FieldFault[] {
  const { replyTo, smtp, imap } = { ...before, ...given(input) };
  const { address = before.address, displayName = before.displayName } = input;
  const faults = aliasFaults({
    address,
    displayName,
    replyTo,
    smtp,
    imap,
    provider: before.provider,
  });
  return [
    ...faults,
    ...passwordFaults('smtp', before.smtp, input.smtp),
    ...passwordFaults('imap', before.imap, input.imap),
  ];
}

function given(input: EditAliasInput): Partial<EditAliasInput> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function passwordFaults(
  field: 'smtp' | 'imap',
  before: ShownServer | null,
  edited: EditedServer | null | undefined,
): readonly FieldFault[] {
  if (edited?.auth == null || edited.auth.password !== undefined) return [];
  if (before !== null && keepsPassword(before, edited)) return [];
  const message = 'is required for another server or another name';
  return [{ path: [field, 'auth', 'password'], message, type: 'any.required' }];
}

function keepsPassword(before: ShownServer, edited: EditedServer): boolean {
  return (
    before.host === edited.host &&
    before.port === edited.port &&
    before.security === edited.security &&
    before.auth !== null &&
    before.auth.username === edited.auth?.username
  );
}

function withEdit(before: Alias, input: EditAliasInput): Alias {
  const { aliasId: _id, precondition: _seen, smtp, imap, ...rest } = given(input);
  return {
    ...before,
    ...rest,
    address: normaliseAddress(input.address ?? before.address) ?? before.address,
    smtp: smtp === undefined ? before.smtp : shownEdit(smtp),
    imap: imap === undefined ? before.imap : shownEdit(imap),
  } as Alias;
}

function shownEdit(server: EditedServer | null): ShownServer | null {
  if (server === null) return null;
  const { host, port, security, auth } = server;
  if (auth == null) return { host, port, security, auth: null };
  const { type, username } = auth;
  return { host, port, security, auth: { type, username, hasPassword: true } };
}

/** The secret is opened only where a part of it is replaced: one that cannot be read can be. */
function editedSecret(
  { vault }: VaultDep,
  row: MailboxRow,
  { smtp, imap }: EditAliasInput,
): { readonly sealed: Buffer | null; readonly isNew: boolean } {
  const next = { smtp: passwordAfter(smtp), imap: passwordAfter(imap) };
  if (next.smtp === undefined && next.imap === undefined)
    return { sealed: row.secret, isNew: false };
  const keepsOne = next.smtp === undefined || next.imap === undefined;
  const old: MailboxSecret = keepsOne ? openSecret(vault, row) : { smtp: null, imap: null };
  const merged = {
    smtp: next.smtp === undefined ? old.smtp : next.smtp,
    imap: next.imap === undefined ? old.imap : next.imap,
  };
  return { sealed: sealSecret(vault, row.alias, merged), isNew: true };
}

/** Undefined: the one that is there stays. */
function passwordAfter(server: EditedServer | null | undefined): string | null | undefined {
  if (server === undefined) return undefined;
  return server?.auth == null ? null : server.auth.password;
}

function connectionOf({ address, smtp, imap }: Alias): string {
  return sortedJson({ address, smtp, imap });
}
