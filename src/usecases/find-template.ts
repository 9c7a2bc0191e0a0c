/** The place where one template is looked up. */
import { findTemplate as findRow } from '../db/templates.ts';
import type { Template } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function findTemplate(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly templateId: string },
  ): Promise<Result<Template, Failure>> => {
    const template = await findRow(deps.db, caller.accountId, input.templateId);
    return template === null ? failed(notFound('template')) : ok(template);
  };
}
