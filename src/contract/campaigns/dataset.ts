/** The place where datasets and their rows have their wire shapes. */
import { z } from 'zod';
import { rowsPerRequestMax } from '../../domain/lead/dataset.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';

// How much a cell may hold is judged with the rows, so that every fault is found at once.
const cellInput = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const createDatasetRequest = z
  .strictObject({
    name: z.string().min(1).max(255),
    rows: z.array(z.record(z.string(), cellInput)).max(rowsPerRequestMax).default([]),
  })
  .meta({ id: 'CreateDatasetRequest' });

export const dataset = z
  .object({
    dataset_id: id,
    account_id: id,
    name: z.string(),
    row_count: z.int(),
    columns: z.array(z.string()),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Dataset' });

export const datasetPage = pageOf(dataset).meta({ id: 'DatasetPage' });
export const listDatasetsQuery = z.strictObject({ ...pageQuery });

export const datasetRow = z
  .object({
    lead_id: id,
    row_index: z.int(),
    email: z.string().nullable(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'DatasetRow' });

export const datasetRowPage = pageOf(datasetRow).meta({ id: 'DatasetRowPage' });
export const listRowsQuery = z.strictObject({
  ...pageQuery,
  q: z.string().min(1).max(255).optional(),
});

export const editRowRequest = z
  .strictObject({ data: z.record(z.string(), cellInput) })
  .meta({ id: 'EditDatasetRowRequest' });

export const datasetDeleted = z
  .object({ dataset_id: id, deleted: z.literal(true) })
  .meta({ id: 'DatasetDeleted' });

export const rowDeleted = z
  .object({ dataset_id: id, lead_id: id, deleted: z.literal(true) })
  .meta({ id: 'DatasetRowDeleted' });
