/** The place where imports of files have their wire shapes. */
import { z } from 'zod';
import { importStatuses } from '../../domain/import/import.ts';
import { warnings } from '../../domain/import/refusal.ts';
import { fileFormats } from '../../domain/import/sniff.ts';
import { columnNameLengthMax, columnsMax } from '../../domain/lead/dataset.ts';
import { reservedName, unkeptIn } from '../../lib/unkept.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';

/** What a file may be called; what it is, is told by its beginning. */
export const importTypes = ['text/csv', 'application/x-ndjson', 'multipart/form-data'] as const;

const columnName = z.string().min(1).max(columnNameLengthMax);
const mapping = z
  .record(z.string(), columnName.nullable())
  .refine((given) => Object.keys(given).length <= columnsMax, {
    error: `must have at most ${columnsMax} headers`,
  });

export const importQuery = z.strictObject({
  format: z
    .enum(fileFormats, {
      error: `must be one of: ${fileFormats.join(', ')}; save workbooks as CSV`,
    })
    .optional()
    .meta({ description: 'Where it is left out: by the media type, else by the beginning.' }),
  mapping: z
    .string()
    .max(30_000)
    .transform((text, context) => {
      const given = parsed(text);
      const read = mapping.safeParse(given);
      const isNamed =
        unkeptIn(given)?.why === 'name' || Object.values(given ?? {}).includes(reservedName);
      if (read.success && !isNamed) return read.data;
      const message = isNamed
        ? `must not name a header or a column ${reservedName}`
        : 'must be a JSON object from headers to names of columns, or to null';
      context.addIssue({ code: 'custom', message, params: { type: 'string.json' } });
      return z.NEVER;
    })
    .optional()
    .meta({ description: 'A JSON object: by header, the column it becomes, or null to leave it.' }),
  dry_run: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false)
    .meta({ description: 'Answer what the file would come to, and write nothing.' }),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const count = z.int().min(0);
const counts = {
  rows_read: count,
  rows_imported: count,
  rows_refused: count,
  duplicates: count,
  warnings: z
    .object(Object.fromEntries(warnings.map((name) => [name, count])))
    .meta({ description: 'Imported all the same, and worth a look.' }),
};

export const importJob = z
  .object({
    import_id: id,
    account_id: id,
    dataset_id: id,
    status: z.enum(importStatuses),
    ...counts,
    error: z.string().nullable(),
    report_url: z.string(),
    created_at: instant,
    updated_at: instant,
    finished_at: instant.nullable(),
  })
  .meta({ id: 'Import' });

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const importPreview = z
  .object({
    dry_run: z.literal(true),
    dataset_id: id,
    format: z.enum(fileFormats),
    encoding: z.string(),
    delimiter: z.string().nullable(),
    mapping: z.record(z.string(), z.string().nullable()),
    ...counts,
    preview: z.array(z.object({ email: z.string().nullable(), data: z.record(z.string(), cell) })),
    refused: z.array(
      z.object({ line: z.int(), reason: z.string(), message: z.string(), value: z.string() }),
    ),
  })
  .meta({ id: 'ImportPreview' });

export const importAnswer = z.union([importJob, importPreview]);
