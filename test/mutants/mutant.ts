/** Describes one way in which the code could be wrong. */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  /** Every pair is replaced once; a text that is not there any more is an error of this list. */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** Test files, or so many seeds of the simulator. */
  readonly noticedBy: readonly string[] | { readonly seeds: number };
};
