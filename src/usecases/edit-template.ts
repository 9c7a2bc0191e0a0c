/** The place where a template gets its next version. */
import { inTransaction } from '../db/database.ts';
import { insertTemplateVersion, lockTemplate, updateTemplate } from '../db/templates.ts';
import type { Template } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Precondition } from '../domain/tags.ts';
import { preconditionFailure, templateTag } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import { unreadable } from './create-template.ts';
import type { ChanceDep, ClockDep, DbDep, RendererDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

/** What is left out stays as it is. */
export type EditTemplateInput = {
  readonly templateId: string;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly bodyFormat?: 'text' | 'html' | undefined;
  readonly precondition?: Precondition;
};

export function editTemplate(deps: DbDep & ClockDep & ChanceDep & RendererDep) {
  return async (caller: Caller, input: EditTemplateInput): Promise<Result<Template, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const template = await lockTemplate(tx, caller.accountId, input.templateId);
      if (template === null) return failed(notFound('template'));
      const stale = preconditionFailure(input.precondition ?? null, templateTag(template));
      if (stale !== null) return failed(stale);
      const edited = withEdit(template, input);
      const inspected = deps.renderer.inspect(edited);
      if (!inspected.ok) return failed(unreadable(inspected.failure));
      // A new name alone makes no approval stale: the version is that of the text.
      const rewritten = !sameText(template, edited);
      const next: Template = {
        ...edited,
        variables: inspected.value.variables,
        version: rewritten ? template.version + 1 : template.version,
        updatedAt: now.engine,
      };
      if (!rewritten && next.name === template.name) return ok(template);
      await updateTemplate(tx, next);
      if (rewritten) await insertTemplateVersion(tx, next);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'template.edit',
        kind: 'template',
        id: template.id,
        before: template,
        after: next,
      });
      return ok(next);
    });
  };
}

function withEdit(template: Template, edit: EditTemplateInput): Template {
  return {
    ...template,
    name: edit.name ?? template.name,
    subject: edit.subject ?? template.subject,
    body: edit.body ?? template.body,
    bodyFormat: edit.bodyFormat ?? template.bodyFormat,
  };
}

function sameText(one: Template, other: Template): boolean {
  return (
    one.subject === other.subject && one.body === other.body && one.bodyFormat === other.bodyFormat
  );
}
