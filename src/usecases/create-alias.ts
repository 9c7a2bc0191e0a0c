/** The place where an alias is taken in: its passwords sealed, its address in its one spelling. */
import { findEverFast, insertAlias } from '../db/aliases.ts';
import { inTransaction } from '../db/database.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import type { Alias, ShownServer } from '../domain/send/alias.ts';
import { isHarmless } from '../domain/send/alias.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, OutboundDep, VaultDep } from './deps.ts';
import { hostFaults } from './host-faults.ts';
import { sealSecret } from './mailbox.ts';
import { writeAudit } from './write-audit.ts';

export type ServerInput = {
  readonly host: string;
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
  readonly auth?:
    | { readonly type: 'password'; readonly username: string; readonly password: string }
    | { readonly type: 'oauth2' }
    | null
    | undefined;
};

export type CreateAliasInput = {
  readonly address: string;
  readonly displayName: string;
  readonly provider?: 'smtp' | 'sandbox' | undefined;
  readonly smtp?: ServerInput | null | undefined;
  readonly imap?: ServerInput | null | undefined;
  readonly dailyCap?: number | undefined;
  readonly minGapSeconds?: number | undefined;
  readonly replyTo?: string | null | undefined;
  readonly signature?: string | null | undefined;
};

export function createAlias(deps: DbDep & ClockDep & ChanceDep & VaultDep & OutboundDep) {
  return async (caller: Caller, input: CreateAliasInput): Promise<Result<Alias, Failure>> => {
    const faults = [...aliasFaults(input), ...hostFaults(deps, input)];
    if (faults.length > 0) return failed(invalid(faults));
    const now = await deps.clock.read();
    const made = { id: deps.chance.uuid(now.engine), now: now.engine };
    const alias = toAlias(caller, input, made);
    const passwords = { smtp: passwordOf(input.smtp), imap: passwordOf(input.imap) };
    const secret = sealSecret(deps.vault, alias, passwords);
    return inTransaction(deps.db, async (tx) => {
      if (!isHarmless(alias) && (await findEverFast(tx))) return failed(notAllowed);
      await insertAlias(tx, { alias, secret });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'alias.create',
        kind: 'alias',
        id: alias.id,
        before: null,
        after: alias,
      });
      return ok(alias);
    });
  };
}

export const notAllowed: Failure = {
  code: 'MAILBOX_NOT_ALLOWED',
  message:
    'The clock of this database has run fast: it may only hold sandbox mailboxes and mail ' +
    'servers on this machine. Start a new database for real mailboxes.',
};

/** What an alias would be, in parts that were given, or are there already. */
export type AliasParts = Pick<
  CreateAliasInput,
  'address' | 'displayName' | 'replyTo' | 'provider'
> & { readonly smtp?: object | null | undefined; readonly imap?: object | null | undefined };

export function aliasFaults(input: AliasParts): readonly FieldFault[] {
  const { address, displayName, replyTo, provider } = input;
  const faults: FieldFault[] = [
    ...authFaults('smtp', input.smtp),
    ...authFaults('imap', input.imap),
  ];
  if (normaliseAddress(address) === null) {
    faults.push({ path: ['address'], message: notAnAddress, type: 'string.email' });
  }
  if (replyTo !== undefined && replyTo !== null && normaliseAddress(replyTo) === null) {
    faults.push({ path: ['reply_to'], message: notAnAddress, type: 'string.email' });
  }
  // One line of a header: a second one would be a header of its own.
  if (/[\r\n]/.test(displayName)) {
    const message = 'must be a single line';
    faults.push({ path: ['display_name'], message, type: 'string.line' });
  }
  if (provider !== 'sandbox' && (input.smtp === undefined || input.smtp === null)) {
    const message = 'is required unless the provider is sandbox';
    faults.push({ path: ['smtp'], message, type: 'any.required' });
  }
  return faults;
}

const notAnAddress = 'must be an e-mail address';

function authFaults(
  field: 'smtp' | 'imap',
  server: object | null | undefined,
): readonly FieldFault[] {
  if ((server as ServerInput | null | undefined)?.auth?.type !== 'oauth2') return [];
  const message = 'must be password: signing in by OAuth is not offered here';
  return [{ path: [field, 'auth', 'type'], message, type: 'any.only' }];
}

function toAlias(
  caller: Caller,
  input: CreateAliasInput,
  made: { readonly id: string; readonly now: number },
): Alias {
  const provider = input.provider ?? 'smtp';
  return {
    id: made.id,
    accountId: caller.accountId,
    address: normaliseAddress(input.address) ?? input.address,
    displayName: input.displayName,
    provider,
    smtp: shownServer(input.smtp),
    imap: shownServer(input.imap),
    dailyCap: input.dailyCap ?? 50,
    minGapSeconds: input.minGapSeconds ?? 0,
    replyTo: input.replyTo ?? null,
    signature: input.signature ?? null,
    version: 1,
    // There is nothing to sign in to.
    verifiedAt: provider === 'sandbox' ? made.now : null,
    pausedAt: null,
    pausedReason: null,
    createdAt: made.now,
    updatedAt: made.now,
  };
}

export function shownServer(server: ServerInput | null | undefined): ShownServer | null {
  if (server === undefined || server === null) return null;
  const { host, port, security, auth } = server;
  if (auth?.type !== 'password') return { host, port, security, auth: null };
  const { type, username } = auth;
  return { host, port, security, auth: { type, username, hasPassword: true } };
}

export function passwordOf(server: ServerInput | null | undefined): string | null {
  return server?.auth?.type === 'password' ? server.auth.password : null;
}
