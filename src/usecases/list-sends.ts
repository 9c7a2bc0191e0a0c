/** The place where a campaign's ledger is read: one item for each step of each lead, oldest first. */
import type { Failure } from '../domain/failure.ts';
import type { SentStep } from '../domain/send/sent-step.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';

export type ListSendsInput = PageInput & { readonly campaignId: string };

export function listSends(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListSendsInput,
  ): Promise<Result<Page<SentStep>, Failure>> => {
    throw new Error();
  };
}
