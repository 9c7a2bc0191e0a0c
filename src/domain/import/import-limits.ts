/** The place where everything an imported file can spend of ours has its bound. */

export const fileBytesMax = 1024 ** 3;
/** Of one row with all its cells; a file without line ends is refused when it gets there. */
export const rowLengthMax = 1024 * 1024;
/** Of one dataset, imported or not: the addresses of all of them are held while a file is read. */
export const datasetRowsMax = 2_000_000;
/** Of one account, on their way in or not yet read, counted before the first byte is stored. */
export const openImportsMax = 10;
/** Of all of them together: as they say themselves, or as large as a file may be. */
export const openImportBytesMax = 4 * 1024 ** 3;
/** What a form may add to the length of its file. */
export const formBytesMax = 64 * 1024;
/** An upload of which no piece was stored for so long has died: four hundred bytes a second. */
export const uploadSilentMsMax = 10 * 60_000;
/** What is looked at to tell encoding, delimiter and line ends. */
export const headBytes = 64 * 1024;
export const previewRowsMax = 20;
/** What the report repeats of an address that was refused. */
export const shownLengthMax = 200;
