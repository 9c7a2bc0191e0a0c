/** The place where a template is written down, if its language says it can be read. */
import type { Template } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, RendererDep } from './deps.ts';

export type CreateTemplateInput = {
  readonly name: string;
  readonly subject: string;
  readonly body: string;
  readonly bodyFormat?: 'text' | 'html' | undefined;
};

export function createTemplate(deps: DbDep & ClockDep & ChanceDep & RendererDep) {
  return async (caller: Caller, input: CreateTemplateInput): Promise<Result<Template, Failure>> => {
    throw new Error();
  };
}
