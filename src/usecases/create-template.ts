/** The place where a template is written down, if its language says it can be read. */
import { inTransaction } from '../db/database.ts';
import { insertTemplate, insertTemplateVersion } from '../db/templates.ts';
import type { Template } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { TemplateFault } from '../ports/renderer.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep, RendererDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type CreateTemplateInput = {
  readonly name: string;
  readonly subject: string;
  readonly body: string;
  readonly bodyFormat?: 'text' | 'html' | undefined;
};

export function createTemplate(deps: DbDep & ClockDep & ChanceDep & RendererDep) {
  return async (caller: Caller, input: CreateTemplateInput): Promise<Result<Template, Failure>> => {
    const { subject, body, bodyFormat = 'text' } = input;
    const written = { subject, body, bodyFormat };
    const inspected = await deps.renderer.inspect({ asker: caller.accountId, template: written });
    if (!inspected.ok) return failed(unreadable(inspected.failure));
    const moment = await deps.clock.read();
    const { engine: now } = moment;
    const template: Template = {
      id: deps.chance.uuid(now),
      accountId: caller.accountId,
      name: input.name,
      version: 1,
      subject,
      body,
      bodyFormat,
      variables: inspected.value.variables,
      createdAt: now,
      updatedAt: now,
    };
    await inTransaction(deps.db, async (tx) => {
      await insertTemplate(tx, template);
      await insertTemplateVersion(tx, template);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now: moment,
        action: 'template.create',
        kind: 'template',
        id: template.id,
        before: null,
        after: template,
      });
    });
    return ok(template);
  };
}

export function unreadable(faults: readonly TemplateFault[]): Failure {
  if (faults.some(({ again }) => again === true)) return templatesBusy;
  return invalid(
    faults.map(({ field, message }) => ({ path: [field], message, type: 'string.template' })),
  );
}

const templatesBusy: Failure = {
  code: 'BUSY',
  message: 'Too many templates of this account wait to be filled in; try again in a few seconds.',
  retryAfterSeconds: 5,
};
