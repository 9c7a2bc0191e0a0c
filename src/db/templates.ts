/** The place where templates and their versions are read and written. */
import { type Selectable, sql } from 'kysely';
import type { Template, TemplateVersion } from '../domain/draft/template.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import type { NewestFirst } from './paging.ts';
import { newestFirst } from './paging.ts';
import type { Template as TemplateTable } from './tables.generated.ts';

export async function findTemplate(
  db: Db,
  accountId: string,
  id: string,
): Promise<Template | null> {
  const row = await db
    .selectFrom('template')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : rowToTemplate(row);
}

/** Found, and kept as it is until the transaction ends. */
export async function lockTemplate(
  db: Db,
  accountId: string,
  id: string,
): Promise<Template | null> {
  const row = await db
    .selectFrom('template')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : rowToTemplate(row);
}

export async function listTemplates(db: Db, list: NewestFirst): Promise<readonly Template[]> {
  const rows = await db.selectFrom('template').selectAll().$call(newestFirst(list)).execute();
  return rows.map(rowToTemplate);
}

export async function insertTemplate(db: Db, template: Template): Promise<void> {
  await db
    .insertInto('template')
    .values({
      id: template.id,
      account_id: template.accountId,
      name: template.name,
      version: template.version,
      subject: template.subject,
      body: template.body,
      body_format: template.bodyFormat,
      variables: [...template.variables],
      created_at: at(template.createdAt),
      updated_at: at(template.updatedAt),
    })
    .execute();
}

/** The text as it is from `updatedAt` on, kept for as long as the template is. */
export async function insertTemplateVersion(db: Db, template: Template): Promise<void> {
  await db
    .insertInto('template_version')
    .values({
      account_id: template.accountId,
      template_id: template.id,
      version: template.version,
      subject: template.subject,
      body: template.body,
      body_format: template.bodyFormat,
      variables: [...template.variables],
      created_at: at(template.updatedAt),
    })
    .execute();
}

export async function updateTemplate(db: Db, template: Template): Promise<void> {
  await db
    .updateTable('template')
    .set({
      name: template.name,
      version: template.version,
      subject: template.subject,
      body: template.body,
      body_format: template.bodyFormat,
      variables: [...template.variables],
      updated_at: at(template.updatedAt),
    })
    .where('account_id', '=', template.accountId)
    .where('id', '=', template.id)
    .execute();
}

function rowToTemplate(row: Selectable<TemplateTable>): Template {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    version: row.version,
    subject: row.subject,
    body: row.body,
    bodyFormat: row.body_format as Template['bodyFormat'],
    variables: row.variables,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Its versions go with it. */
export async function deleteTemplate(db: Db, accountId: string, id: string): Promise<void> {
  await db
    .deleteFrom('template')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}

export type VersionsOf = {
  readonly accountId: string;
  readonly templateId: string;
  /** The version that was seen last. */
  readonly after: number | null;
  readonly limit: number;
};

/** How many bytes each of the next versions has, newest first: see `listSizes`. */
export async function listVersionSizes(db: Db, of: VersionsOf): Promise<readonly number[]> {
  const { rows } = await sql<{ bytes: number }>`
    select octet_length(body) as bytes from template_version
    where account_id = ${of.accountId}::uuid and template_id = ${of.templateId}::uuid
      and (${of.after}::integer is null or version < ${of.after}::integer)
    order by version desc
    limit ${of.limit}
  `.execute(db);
  return rows.map(({ bytes }) => bytes);
}

/** Newest first; after the version that was seen last, null from the newest one on. */
export async function listTemplateVersions(
  db: Db,
  of: VersionsOf,
): Promise<readonly TemplateVersion[]> {
  const rows = await db
    .selectFrom('template_version')
    .selectAll()
    .where('account_id', '=', of.accountId)
    .where('template_id', '=', of.templateId)
    .$if(of.after !== null, (query) => query.where('version', '<', of.after ?? 0))
    .orderBy('version', 'desc')
    .limit(of.limit)
    .execute();
  return rows.map((row) => ({
    templateId: row.template_id,
    version: row.version,
    subject: row.subject,
    body: row.body,
    bodyFormat: row.body_format as Template['bodyFormat'],
    variables: row.variables,
    createdAt: row.created_at,
  }));
}
