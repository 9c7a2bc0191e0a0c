/** The place where imports are put into the words of the campaigns surface. */
import type { z } from 'zod';
import type { importJob, importPreview } from '../../contract/campaigns/import.ts';
import { campaignsPrefix } from '../../contract/campaigns/routes.ts';
import { formatInstant, formatInstantOrNull } from '../../contract/shared/instant.ts';
import type { Import } from '../../domain/import/import.ts';
import type { Tally } from '../../domain/import/judge-rows.ts';
import { refusals } from '../../domain/import/refusal.ts';
import type { Preview } from '../../usecases/preview-import.ts';

export function presentImport(given: Import): z.input<typeof importJob> {
  return {
    import_id: given.id,
    account_id: given.accountId,
    dataset_id: given.datasetId,
    status: given.status,
    ...presentTally(given),
    error: given.error,
    report_url: `${campaignsPrefix}/imports/${given.id}/report`,
    created_at: formatInstant(given.createdAt),
    updated_at: formatInstant(given.updatedAt),
    finished_at: formatInstantOrNull(given.finishedAt),
  };
}

export function presentPreview(given: Preview): z.input<typeof importPreview> {
  const { format, encoding, delimiter, headers, columns } = given.found;
  return {
    dry_run: true,
    dataset_id: given.datasetId,
    format,
    encoding,
    delimiter,
    mapping: Object.fromEntries(headers.map((header, at) => [header, columns[at] ?? null])),
    ...presentTally(given.tally),
    preview: given.leads.map(({ email, data }) => ({ email, data })),
    refused: given.refused.map(({ line, reason, shown }) => ({
      line,
      reason,
      message: refusals[reason],
      value: shown,
    })),
  };
}

function presentTally(tally: Tally) {
  return {
    rows_read: tally.rowsRead,
    rows_imported: tally.rowsImported,
    rows_refused: tally.rowsRefused,
    duplicates: tally.duplicates,
    warnings: tally.warnings,
  };
}
