/** The place where tests get lists of domains that are quick to read: there is nothing on them. */
import type { AddressLists } from '../../src/ports/address-lists.ts';

export const noLists: AddressLists = {
  open: () => Promise.resolve({ warningsOf: () => [] }),
};
