/** The place where it is said what a check before a launch finds, and where. */

export type RowCount = { readonly count: number; readonly sampleRows: readonly number[] };

export type Finding = {
  readonly code: string;
  readonly message: string;
  readonly count: number;
  readonly rowIndex: number | null;
  readonly step: number | null;
  readonly variantLabel: string | null;
  readonly field: string | null;
  readonly sampleRows: readonly number[];
};

export function finding(
  code: string,
  message: string,
  where: Partial<Omit<Finding, 'code' | 'message'>> = {},
): Finding {
  const { count = 1, step = null, variantLabel = null, field = null, sampleRows = [] } = where;
  // One row is named by itself; several by their examples.
  const rowIndex = where.rowIndex ?? (count === 1 ? (sampleRows[0] ?? null) : null);
  return { code, message, count, rowIndex, step, variantLabel, field, sampleRows };
}
