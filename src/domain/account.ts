/** The place where it is said what an account is: a tenant, the group of one surface. */
import type { Instant } from './schedule/instant.ts';

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
};
