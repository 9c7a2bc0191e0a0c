/** The place where values become a line of a CSV file that no spreadsheet takes for a formula. */
import type { LeadData } from '../lead/lead.ts';

/** What a spreadsheet computes instead of showing it; an apostrophe has it shown. */
const formula = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]|^\s|\s$/;

/** A number is what it seems, also below zero; a text that begins like a formula is none. */
export function csvLine(values: readonly LeadData[string][]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: LeadData[string]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const plain = formula.test(value) ? `'${value}` : value;
  return needsQuotes.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
