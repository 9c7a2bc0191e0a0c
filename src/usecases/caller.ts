/** The place where it is said who is asking, and on whose behalf. */
import type { Permission } from '../domain/permission.ts';

/** Every use case acts within `accountId`: a thing of another account does not exist for it. */
export type Caller = {
  readonly accountId: string;
  /** A person's id, or `key:<id>`: what is written beside everything that was done. */
  readonly actor: string;
  readonly userId: string;
  readonly keyId: string | null;
  readonly permissions: ReadonlySet<Permission>;
};
