/** The place where it is said what an account is: a tenant, the group of one surface. */
import type { Instant } from './schedule/instant.ts';
import type { Footer } from './send/footer.ts';

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
};

/** What an account says of itself below every mail, in versions. */
export type AccountSettings = Account &
  Footer & {
    readonly version: number;
    readonly updatedAt: Instant;
  };
