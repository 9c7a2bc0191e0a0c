/** The place where it is said why a row of a file was not imported, or a whole file was not. */
import { valueLengthMax } from '../lead/dataset.ts';

/** Each is a word for programs, and a sentence for whoever mends the file. */
export const refusals = {
  MALFORMED_QUOTES: 'Text follows a closing quote; double every quote inside a quoted cell.',
  UNCLOSED_QUOTE: 'A cell opens with a quote that is never closed.',
  TOO_MANY_CELLS: 'The row has more cells than the header has columns.',
  CELL_TOO_LONG: `A cell is longer than ${valueLengthMax} characters.`,
  NOT_TEXT: 'The row holds a NUL byte or half a character.',
  NOT_JSON: 'The line is not JSON.',
  NOT_AN_OBJECT: 'The line is not a JSON object.',
  MALFORMED_VALUE: 'A value is neither a text, a number that can be kept, true, false nor null.',
  INEXACT_NUMBER: 'A whole number beyond 9007199254740991 would be rounded; put it in quotes.',
  MALFORMED_COLUMN: 'The name of a column is empty, too long, or not allowed.',
  MALFORMED_ADDRESS: 'The e-mail address cannot be one.',
  NO_ADDRESS: 'There is neither an e-mail address nor a LinkedIn URL.',
  DUPLICATE_IN_FILE: 'The address was in an earlier row of the file.',
  DUPLICATE_IN_DATASET: 'The address is in the dataset already.',
} as const;
export type RefusalReason = keyof typeof refusals;

/** Not lost, and not wrong: counted by themselves. */
export function isDuplicate(reason: RefusalReason): boolean {
  return reason === 'DUPLICATE_IN_FILE' || reason === 'DUPLICATE_IN_DATASET';
}

/** What is told of an address that was imported all the same. */
export const warnings = ['role', 'disposable', 'free_mail', 'unknown_suffix'] as const;
export type Warning = (typeof warnings)[number];

/** Why nothing of a file can be imported: a sentence that says what to do. */
export type FileFault = { readonly message: string };
