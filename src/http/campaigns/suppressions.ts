/** The place where the routes of suppressions meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import type { Deps } from '../../usecases/deps.ts';
import { importSuppressions } from '../../usecases/import-suppressions.ts';
import { listSuppressions } from '../../usecases/list-suppressions.ts';
import { releaseSuppression } from '../../usecases/release-suppression.ts';
import { suppress } from '../../usecases/suppress.ts';
import { answer, type Handlers } from '../shell/surface.ts';
import { suppressionsInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentImported, presentSuppressed, presentSuppression } from './present-foundations.ts';

type Table = Handlers<typeof campaignsRoutes>;

export function ofSuppressions(deps: Deps) {
  return {
    createSuppression: async ({ caller, body }) =>
      answer(await suppress(deps)(caller, body), presentSuppressed),
    listSuppressions: async ({ caller, query }) =>
      answer(
        await listSuppressions(deps)(caller, suppressionsInput(query)),
        presentPage(presentSuppression),
      ),
    importSuppressions: async ({ caller, body }) =>
      answer(await importSuppressions(deps)(caller, body), presentImported),
    releaseSuppression: async ({ caller, params, body }) =>
      answer(
        await releaseSuppression(deps)(caller, { suppressionId: params.suppression_id, ...body }),
        presentSuppression,
      ),
  } satisfies Partial<Table>;
}
