/** The place where a test file gets a database of its own, with all tables and no rows. */

import { copyTemplate, type TestDatabase } from './test-databases.ts';

export async function createTestDatabase(): Promise<TestDatabase> {
  // Not at the top: what is imported beside this is of use to proofs, too, which no runner runs.
  const { inject } = await import('vitest');
  return copyTemplate(inject('template'));
}
