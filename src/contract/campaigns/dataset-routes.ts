/** The place where the routes of datasets stand, of their rows, and of files that become rows. */
import { z } from 'zod';
import type { RouteTable } from '../shared/route.ts';
import {
  createDatasetRequest,
  dataset,
  datasetDeleted,
  datasetPage,
  datasetRow,
  datasetRowPage,
  editRowRequest,
  listDatasetsQuery,
  listRowsQuery,
  rowDeleted,
} from './dataset.ts';
import { importAnswer, importJob, importQuery, importTypes } from './import.ts';

const read = { method: 'GET', permission: ['campaigns:read'], status: 200 } as const;
const create = { method: 'POST', permission: ['campaigns:write'], status: 201 } as const;
const act = { method: 'POST', permission: ['campaigns:write'], status: 200 } as const;
const edit = { method: 'PATCH', permission: ['campaigns:write'], status: 200 } as const;
const remove = { method: 'DELETE', permission: ['campaigns:delete'], status: 200 } as const;

export const datasetRoutes = {
  createDataset: {
    etag: 'shown',
    ...create,
    path: '/datasets',
    summary: 'Create a dataset, with its first rows if there are any',
    body: createDatasetRequest,
    bodyLimit: 'rows',
    response: dataset,
  },
  listDatasets: {
    ...read,
    path: '/datasets',
    summary: 'Datasets, newest first',
    query: listDatasetsQuery,
    response: datasetPage,
  },
  getDataset: {
    etag: 'shown',
    ...read,
    path: '/datasets/{dataset_id}',
    summary: 'One dataset',
    response: dataset,
  },
  listDatasetRows: {
    ...read,
    path: '/datasets/{dataset_id}/rows',
    summary: 'The rows of a dataset, in their order',
    query: listRowsQuery,
    response: datasetRowPage,
  },
  editDatasetRow: {
    ...edit,
    path: '/datasets/{dataset_id}/rows/{lead_id}',
    summary: 'Change columns of one row; null takes a column away',
    body: editRowRequest,
    bodyLimit: 'row',
    response: datasetRow,
  },
  deleteDatasetRow: {
    ...remove,
    path: '/datasets/{dataset_id}/rows/{lead_id}',
    summary: 'Delete one row, unless a campaign may still write to it',
    response: rowDeleted,
  },
  deleteDataset: {
    ...remove,
    path: '/datasets/{dataset_id}',
    summary: 'Delete a dataset with its rows, unless a campaign needs it',
    response: datasetDeleted,
  },
  exportDataset: {
    ...read,
    path: '/datasets/{dataset_id}/export',
    summary: 'All rows of a dataset as CSV',
    gives: 'text/csv',
    response: z.string(),
  },
  importDataset: {
    ...act,
    path: '/datasets/{dataset_id}/import',
    summary: 'Import a file into a dataset, or say what it would come to',
    takes: importTypes,
    query: importQuery,
    status: 202,
    elseStatus: 200,
    response: importAnswer,
  },
  getImport: {
    ...read,
    path: '/imports/{import_id}',
    summary: 'How far an import is, or how it ended',
    response: importJob,
  },
  cancelImport: {
    ...act,
    path: '/imports/{import_id}/cancel',
    summary: 'Call a running import off: none of its rows is there then',
    response: importJob,
  },
  reportImport: {
    ...read,
    path: '/imports/{import_id}/report',
    summary: 'Every row that an import refused, with its line and the reason, as CSV',
    gives: 'text/csv',
    response: z.string(),
  },
} as const satisfies RouteTable;
