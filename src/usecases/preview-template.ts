/** The place where a template is shown as it would leave: filled in, and with all that follows. */
import { findAlias } from '../db/aliases.ts';
import { findAccountTerms } from '../db/content.ts';
import { findLeadRow } from '../db/leads.ts';
import { findTemplate } from '../db/templates.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import type { LeadData } from '../domain/lead/lead.ts';
import { templateData } from '../domain/lead/lead.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Bodies } from '../ports/renderer.ts';
import type { Caller } from './caller.ts';
import { unreadable } from './create-template.ts';
import type { DbDep, LinksDep, RendererDep } from './deps.ts';

/** Whom it is shown for: a lead, or data made up for it. */
export type PreviewFor = {
  readonly leadId?: string | undefined;
  readonly data?: LeadData | undefined;
  /** Whose signature stands below it; none where nobody is named. */
  readonly aliasId?: string | undefined;
};

export type Preview = {
  readonly subject: string;
  /** Whole, as it will leave. */
  readonly bodies: Bodies;
  /** Of these the part below the words. */
  readonly footer: Bodies;
  readonly missing: readonly string[];
};

export function previewTemplate(deps: DbDep & LinksDep & RendererDep) {
  return async (
    caller: Caller,
    input: PreviewFor & { readonly templateId: string },
  ): Promise<Result<Preview, Failure>> => {
    const { accountId } = caller;
    const template = await findTemplate(deps.db, accountId, input.templateId);
    if (template === null) return failed(notFound('template'));
    const data = await dataFor(deps, accountId, input);
    if (!data.ok) return data;
    const alias =
      input.aliasId === undefined ? null : await findAlias(deps.db, accountId, input.aliasId);
    if (alias === null && input.aliasId !== undefined) return failed(nowhere('alias_id', 'alias'));
    const rows = [templateData(data.value)];
    const [rendered] = await deps.renderer.render({ asker: accountId, template, rows });
    assert(rendered !== undefined, 'a row has its result');
    if (!rendered.ok) return failed(unreadable([rendered.failure]));
    const { footer } = await findAccountTerms(deps.db, accountId);
    const close = deps.renderer.closing({ signature: alias?.signature ?? null, footer });
    // A link that leads to nobody's: whoever tries it out unsubscribes no lead.
    const link = deps.links.unsubscribe({ accountId, enrolmentId: null, email: '' });
    const { subject, text, html, missing } = rendered.value;
    const below = close({ text: '', html: '' }, link);
    return ok({
      subject,
      bodies: close({ text, html }, link),
      footer: { text: below.text.trim(), html: below.html.trim() },
      missing,
    });
  };
}

/** Both would leave it open whom it is for; neither is a lead of whom nothing is known. */
export async function dataFor(
  { db }: DbDep,
  accountId: string,
  { leadId, data }: PreviewFor,
): Promise<Result<LeadData, Failure>> {
  if (leadId === undefined) return ok(data ?? {});
  if (data !== undefined) {
    const message = 'must not be given with lead_id: name one of them';
    return failed(invalid([{ path: ['data'], message, type: 'object.xor' }]));
  }
  const lead = await findLeadRow(db, accountId, leadId);
  return lead === null ? failed(nowhere('lead_id', 'lead')) : ok(lead.data);
}

function nowhere(field: string, what: string): Failure {
  return invalid([{ path: [field], message: `names no ${what} here`, type: 'any.unknown' }]);
}
