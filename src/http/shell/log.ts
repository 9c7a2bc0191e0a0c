/** The place where we say what we need of a log: ids and numbers, never contents. */

type Line = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type Log = { readonly info: Line; readonly warn: Line; readonly error: Line };
