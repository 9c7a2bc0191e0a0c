/** The place where a file to import is taken in: stored, or, for a dry run, read and judged. */
import type { z } from 'zod';
import type { importQuery } from '../../contract/campaigns/import.ts';
import type { FileFormat } from '../../domain/import/sniff.ts';
import { assert } from '../../lib/assert.ts';
import type { Deps } from '../../usecases/deps.ts';
import { type Preview, previewImport } from '../../usecases/preview-import.ts';
import type { StartImportInput } from '../../usecases/start-import.ts';
import { discardFile, storeFile } from '../../usecases/store-file.ts';
import type { Receiver } from '../shell/surface.ts';

export type ImportBody =
  | { readonly kind: 'preview'; readonly preview: Preview }
  | { readonly kind: 'stored'; readonly input: StartImportInput };

const formatByType: Readonly<Record<string, FileFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
};

export function receiveImport(deps: Deps): Receiver {
  return async ({ caller, params, query, file }) => {
    assert(caller !== null, 'nobody imports before they were admitted');
    const asked = query as z.output<typeof importQuery>;
    const datasetId = params['dataset_id'] ?? '';
    const format = asked.format ?? formatByType[file.type ?? ''] ?? null;
    const how = { datasetId, format, mapping: asked.mapping ?? null };
    if (asked.dry_run) {
      const preview = await previewImport(deps)(caller, { ...how, bytes: file.bytes });
      if (!preview.ok) return preview;
      const body: ImportBody = { kind: 'preview', preview: preview.value };
      return { ok: true, value: { body, hash: '', isQuestion: true, discard: async () => {} } };
    }
    const { bytes, length } = file;
    const stored = await storeFile(deps)(caller, { datasetId, bytes, length });
    if (!stored.ok) return stored;
    const body: ImportBody = { kind: 'stored', input: { ...how, file: stored.value } };
    const discard = () => discardFile(deps)(caller, stored.value);
    return { ok: true, value: { body, hash: stored.value.hash, isQuestion: false, discard } };
  };
}
