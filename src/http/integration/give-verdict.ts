/** The place where a verdict on an instance is given, and told with how its lead stands then. */
import type { integrationRoutes } from '../../contract/integration/routes.ts';
import { type Failure, invalid } from '../../domain/failure.ts';
import { assert } from '../../lib/assert.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import type { Deps } from '../../usecases/deps.ts';
import { judgeGate } from '../../usecases/judge-gate.ts';
import { leadStatuses } from '../../usecases/lead-statuses.ts';
import { answer, type Call } from '../shell/surface.ts';
import { presentVerdict } from './present.ts';

type VerdictCall = Call<(typeof integrationRoutes)['approveContent']>;

export async function giveVerdict(deps: Deps, call: VerdictCall, verdict: 'approve' | 'discard') {
  const { caller, params, body } = call;
  const { campaignId, workflowInstanceId } = params;
  const contentHash = contentHashOf(call);
  if (!contentHash.ok) return contentHash;
  const judged = await judgeGate(deps)(caller, {
    campaignId,
    workflowInstanceId,
    verdict,
    gateId: body.gateId,
    contentHash: contentHash.value,
    retrySafe: call.retrySafe,
  });
  if (!judged.ok) return judged;
  const { leadId } = judged.value;
  const states = await leadStatuses(deps)(caller, { campaignId, leadIds: [leadId] });
  return answer(states, ([state]) => {
    assert(state !== undefined, 'each lead asked after is answered');
    return presentVerdict(judged.value, state);
  });
}

/** What was read can be named in the body or as `If-Match`; whoever names both must mean one. */
function contentHashOf({ body, ifMatch }: VerdictCall): Result<string | null, Failure> {
  if (ifMatch === null || ifMatch === '*') return ok(body.contentHash);
  const tag = ifMatch.replace(/^"(.*)"$/, '$1');
  if (body.contentHash === null || body.contentHash === tag) return ok(tag);
  const message = 'must be the same as If-Match';
  return failed(invalid([{ path: ['contentHash'], message, type: 'any.only' }]));
}
