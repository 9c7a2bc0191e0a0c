/** The place where one database server is started before all suites and stopped after them. */

import type { TestProject } from 'vitest/node';
import type { Template } from './test-databases.ts';
import { startTestServer } from './test-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    template: Template;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide('template', server.template);
  return server.stop;
}
