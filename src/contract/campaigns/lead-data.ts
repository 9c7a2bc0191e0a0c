/** The place where the data of a lead has its wire shape, where no lead is there to have it. */
import { z } from 'zod';
import {
  charsOf,
  columnNameLengthMax,
  columnsMax,
  rowCharsMax,
  valueLengthMax,
} from '../../domain/lead/dataset.ts';

const cell = z.union([z.string().max(valueLengthMax), z.number(), z.boolean(), z.null()]);

export const leadData = z
  .record(z.string().min(1).max(columnNameLengthMax), cell)
  .refine((data) => Object.keys(data).length <= columnsMax, {
    error: `must have at most ${columnsMax} columns`,
  })
  .refine((data) => charsOf(data) <= rowCharsMax, {
    error: `must have at most ${rowCharsMax} characters in its columns and their names`,
  });
