/** The place where a template gets its next version. */
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import {
  findTemplate,
  insertTemplateVersion,
  lockTemplate,
  updateTemplate,
} from '../db/templates.ts';
import type { Template } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Precondition } from '../domain/tags.ts';
import { preconditionFailure, templateTag } from '../domain/tags.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
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

/** How often somebody else may write the text between our reading and our writing it. */
const triesMax = 3;

/**
 * The renderer is asked before the transaction, of the text as it was then: where somebody else has
 * written it meanwhile, it is asked again.
 */
export function editTemplate(deps: DbDep & ClockDep & ChanceDep & RendererDep) {
  return async (caller: Caller, input: EditTemplateInput): Promise<Result<Template, Failure>> => {
    const now = await deps.clock.read();
    for (let tries = 1; tries <= triesMax; tries++) {
      const template = await findTemplate(deps.db, caller.accountId, input.templateId);
      const refusal = refusalFor(template, input);
      if (template === null || refusal !== null) return failed(refusal ?? notFound('template'));
      const edited = withEdit(template, input);
      const variables = await variablesOf(deps, template, edited);
      if (!variables.ok) return variables;
      const written = await inTransaction(deps.db, (tx) =>
        writeEdit(tx, { deps, caller, now, input, inspected: { ...edited, ...variables.value } }),
      );
      if (written !== 'rewritten') return written;
    }
    return failed(changedMeanwhile);
  };
}

const changedMeanwhile: Failure = {
  code: 'PRECONDITION_FAILED',
  message: 'It is being changed by somebody else: read it again, then decide.',
};

function refusalFor(template: Template | null, { precondition }: EditTemplateInput) {
  if (template === null) return notFound('template');
  return preconditionFailure(precondition ?? null, templateTag(template));
}

async function variablesOf(
  { renderer }: RendererDep,
  before: Template,
  edited: Template,
): Promise<Result<Pick<Template, 'variables'>, Failure>> {
  if (sameText(before, edited)) return ok(before);
  const inspected = await renderer.inspect({ asker: edited.accountId, template: edited });
  return inspected.ok ? inspected : failed(unreadable(inspected.failure));
}

type Editing = {
  readonly deps: ChanceDep;
  readonly caller: Caller;
  readonly now: Moment;
  readonly input: EditTemplateInput;
  /** As it would be, by the text that was read before the lock. */
  readonly inspected: Template;
};

async function writeEdit(
  tx: Db,
  { deps, caller, now, input, inspected }: Editing,
): Promise<Result<Template, Failure> | 'rewritten'> {
  const template = await lockTemplate(tx, caller.accountId, input.templateId);
  const refusal = refusalFor(template, input);
  if (template === null || refusal !== null) return failed(refusal ?? notFound('template'));
  const edited = withEdit(template, input);
  if (!sameText(edited, inspected)) return 'rewritten';
  // A new name alone makes no approval stale: the version is that of the text.
  const rewritten = !sameText(template, edited);
  const next: Template = {
    ...edited,
    variables: rewritten ? inspected.variables : template.variables,
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
