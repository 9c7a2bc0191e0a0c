/** The place where the routes of suppressions meet their use cases. */
import type { campaignsRoutes } from '../../contract/campaigns/routes.ts';
import type { Deps } from '../../usecases/deps.ts';
import { listSuppressions } from '../../usecases/list-suppressions.ts';
import { suppress } from '../../usecases/suppress.ts';
import { answer, type Handlers } from '../shell/surface.ts';
import { pageInput } from './input.ts';
import { presentPage } from './present.ts';
import { presentSuppressed, presentSuppression } from './present-foundations.ts';

type Table = Handlers<typeof campaignsRoutes>;

export function ofSuppressions(deps: Deps) {
  return {
    createSuppression: async ({ caller, body }) =>
      answer(await suppress(deps)(caller, body), presentSuppressed),
    listSuppressions: async ({ caller, query }) =>
      answer(
        await listSuppressions(deps)(caller, pageInput(query)),
        presentPage(presentSuppression),
      ),
  } satisfies Partial<Table>;
}
