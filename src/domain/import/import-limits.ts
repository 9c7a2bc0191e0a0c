/** The place where everything an imported file can spend of ours has its bound. */

export const fileBytesMax = 1024 ** 3;
/** Of one row with all its cells; a file without line ends is refused when it gets there. */
export const rowLengthMax = 1024 * 1024;
/** Of one dataset, imported or not: the addresses of all of them are held while a file is read. */
export const datasetRowsMax = 2_000_000;
/** Of one account, uploaded and not yet read: each may hold a file of the size above. */
export const openImportsMax = 10;
/** What is looked at to tell encoding, delimiter and line ends. */
export const headBytes = 64 * 1024;
export const previewRowsMax = 20;
/** What the report repeats of an address that was refused. */
export const shownLengthMax = 200;
