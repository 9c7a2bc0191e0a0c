/** The place where the texts that a template has had are listed, newest first. */
import {
  findTemplate,
  listTemplateVersions as listRows,
  listVersionSizes,
} from '../db/templates.ts';
import type { TemplateVersion } from '../domain/draft/template.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { limitWithin, pageOf, readIndexCursor } from './page.ts';

export function listTemplateVersions(deps: DbDep) {
  return async (
    caller: Caller,
    input: PageInput & { readonly templateId: string },
  ): Promise<Result<Page<TemplateVersion>, Failure>> => {
    const after = readIndexCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const { templateId } = input;
    if ((await findTemplate(deps.db, accountId, templateId)) === null) {
      return failed(notFound('template'));
    }
    const list = { accountId, templateId, after: after.value };
    const sizes = await listVersionSizes(deps.db, { ...list, limit: input.limit });
    const limit = limitWithin(sizes, input.limit);
    const window = { ...list, limit: limit + 1 };
    return ok(pageOf(await listRows(deps.db, window), limit, ({ version }) => [version]));
  };
}
