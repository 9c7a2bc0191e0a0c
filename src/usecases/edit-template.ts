/** The place where a template gets its next version. */
import type { Template } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, RendererDep } from './deps.ts';

/** What is left out stays as it is. */
export type EditTemplateInput = {
  readonly templateId: string;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly bodyFormat?: 'text' | 'html' | undefined;
};

export function editTemplate(deps: DbDep & ClockDep & RendererDep) {
  return async (caller: Caller, input: EditTemplateInput): Promise<Result<Template, Failure>> => {
    throw new Error();
  };
}
