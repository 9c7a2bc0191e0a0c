/** The place where a test file gets a database of its own, with all tables and no rows. */

import { inject } from 'vitest';
import { copyTemplate, type TestDatabase } from './test-databases.ts';

export function createTestDatabase(): Promise<TestDatabase> {
  return copyTemplate(inject('template'));
}
