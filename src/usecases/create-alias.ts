/** The place where an alias is taken in: its passwords sealed, its address in its one spelling. */
import type { Failure } from '../domain/failure.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, VaultDep } from './deps.ts';

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

export function createAlias(deps: DbDep & ClockDep & ChanceDep & VaultDep) {
  return async (caller: Caller, input: CreateAliasInput): Promise<Result<Alias, Failure>> => {
    throw new Error();
  };
}
