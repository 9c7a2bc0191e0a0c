/** The place where we say what we need of lists of mail domains: what is told of an address. */
import type { Warning } from '../domain/import/refusal.ts';

export type AddressLists = {
  /** The lists are large and read when they are first needed. */
  readonly open: () => Promise<AddressBook>;
};

export type AddressBook = {
  /** Of a normalised address. */
  readonly warningsOf: (address: string) => readonly Warning[];
};
