/** The place where the routes of datasets, their rows and their imports meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import { datasetTag } from '../../domain/tags.ts';
import { cancelImport } from '../../usecases/cancel-import.ts';
import { createDataset } from '../../usecases/create-dataset.ts';
import { deleteDataset } from '../../usecases/delete-dataset.ts';
import { deleteRow } from '../../usecases/delete-row.ts';
import type { Deps } from '../../usecases/deps.ts';
import { editRow } from '../../usecases/edit-row.ts';
import { exportDataset } from '../../usecases/export-dataset.ts';
import { findDataset } from '../../usecases/find-dataset.ts';
import { findImport } from '../../usecases/find-import.ts';
import { listDatasets } from '../../usecases/list-datasets.ts';
import { listRows } from '../../usecases/list-rows.ts';
import { reportImport } from '../../usecases/report-import.ts';
import { startImport } from '../../usecases/start-import.ts';
import { answer, answerRows, answerTagged, type Handlers } from '../shell/surface.ts';
import { pageInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentDataset, presentRow } from './present-foundations.ts';
import { presentImport, presentPreview } from './present-import.ts';
import type { ImportBody } from './receive-import.ts';

type Table = Handlers<typeof campaignsRoutes>;

const shownDataset = { present: presentDataset, tag: datasetTag };

export function ofDatasets(deps: Deps) {
  return {
    createDataset: async ({ caller, body }) =>
      answerTagged(await createDataset(deps)(caller, body), shownDataset),
    listDatasets: async ({ caller, query }) =>
      answer(await listDatasets(deps)(caller, pageInput(query)), presentPage(presentDataset)),
    getDataset: async ({ caller, params }) =>
      answerTagged(await findDataset(deps)(caller, datasetOf(params)), shownDataset),
    deleteDataset: async ({ caller, params }) =>
      answer(await deleteDataset(deps)(caller, datasetOf(params)), ({ datasetId }) => ({
        dataset_id: datasetId,
        deleted: true as const,
      })),
    exportDataset: async ({ caller, params }) =>
      answerRows(await exportDataset(deps)(caller, datasetOf(params)), 'dataset.csv'),
  } satisfies Partial<Table>;
}

export function ofRows(deps: Deps) {
  return {
    listDatasetRows: async ({ caller, params, query }) =>
      answer(
        await listRows(deps)(caller, {
          ...pageInput(query),
          ...datasetOf(params),
          q: query.q ?? null,
        }),
        presentPage(presentRow),
      ),
    editDatasetRow: async ({ caller, params, body }) =>
      answer(await editRow(deps)(caller, { ...rowOf(params), ...body }), presentRow),
    deleteDatasetRow: async ({ caller, params }) =>
      answer(await deleteRow(deps)(caller, rowOf(params)), ({ datasetId, leadId }) => ({
        dataset_id: datasetId,
        lead_id: leadId,
        deleted: true as const,
      })),
  } satisfies Partial<Table>;
}

export function ofImports(deps: Deps) {
  return {
    importDataset: async ({ caller, body }) => {
      const given = body as unknown as ImportBody;
      if (given.kind === 'preview') {
        return { ok: true, value: { body: presentPreview(given.preview), isElse: true } };
      }
      return answer(await startImport(deps)(caller, given.input), presentImport);
    },
    getImport: async ({ caller, params }) =>
      answer(await findImport(deps)(caller, importOf(params)), presentImport),
    cancelImport: async ({ caller, params }) =>
      answer(await cancelImport(deps)(caller, importOf(params)), presentImport),
    reportImport: async ({ caller, params }) =>
      answerRows(await reportImport(deps)(caller, importOf(params)), 'refused.csv'),
  } satisfies Partial<Table>;
}

function datasetOf(params: { readonly dataset_id: string }) {
  return { datasetId: params.dataset_id };
}

function rowOf(params: { readonly dataset_id: string; readonly lead_id: string }) {
  return { ...datasetOf(params), leadId: params.lead_id };
}

function importOf(params: { readonly import_id: string }) {
  return { importId: params.import_id };
}
