/**
 * The place where scheduled launches come due and launched ones enrol their leads, batch by
 * batch.
 */

import type { SuppressedSet } from '../db/content.ts';
import { findSuppressed } from '../db/content.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import type { DueLaunch, LaunchJob, NewEnrolment, RowToEnrol } from '../db/launch.ts';
import {
  claimLaunch,
  failLaunch,
  findRunningElsewhere,
  finishLaunch,
  insertEnrolments,
  listRowsToEnrol,
  lockAccountForEnrolling,
  lockDueLaunches,
  markLaunchDue,
  moveEnrolCursor,
} from '../db/launch.ts';
import { openAccountPace, wakeCampaign } from '../db/pace.ts';
import { firstStep } from '../domain/campaign/campaign.ts';
import { variantLabels } from '../domain/campaign/variants.ts';
import { domainOf } from '../domain/lead/address.ts';
import { zoneOf } from '../domain/lead/zone-of.ts';
import { dayMs } from '../domain/schedule/instant.ts';
import { sameWallTimeAfterDays } from '../domain/schedule/zone.ts';
import { draftAt, firstStepPriority } from '../domain/send/settle.ts';
import type { Moment } from '../ports/clock.ts';
import type { EngineDeps, Round } from './deps.ts';
import { later, leaseMs } from './deps.ts';
import { judgeCampaigns } from './judge.ts';

/** Leads enrolled in one transaction. */
const batchMax = 1_000;
const dueMax = 50;
/** Times a launch is taken up without getting on before it has failed. */
const triesMax = 5;

export async function launchOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  const due = await inTransaction(deps.db, async (tx) => {
    const launches = await lockDueLaunches(tx, now.engine, dueMax);
    for (const launch of launches) await comeDue(tx, now, launch);
    return launches.length;
  });
  const leaseToken = deps.chance.uuid(now.real);
  const leaseUntil = now.real + leaseMs;
  const job = await claimLaunch(deps.db, { real: now.real, leaseToken, leaseUntil });
  if (job === null) return { did: due };
  return { did: due + (await enrolOrFail(deps, now, { job, leaseToken })) };
}

/** The owner's own rule for what was written by a model and read by nobody. */
async function comeDue(tx: Db, now: Moment, launch: DueLaunch): Promise<void> {
  const personal = launch.steps.some((step) =>
    step.variants.some((variant) => variant.type === 'PERSONALIZATION'),
  );
  const policy = personal && !launch.approved ? launch.unreviewed_launch_policy : 'launch_default';
  const none = { pausedReason: null, launchError: null };
  const of = { campaignId: launch.id, now: now.engine, ...none };
  switch (policy) {
    case 'launch_default':
      return markLaunchDue(tx, { ...of, status: 'launching' });
    case 'hold': {
      const pausedReason = 'pending_personalization_review';
      return markLaunchDue(tx, { ...of, status: 'paused', pausedReason });
    }
    case 'cancel':
      return markLaunchDue(tx, { ...of, status: 'draft', launchError: unreviewed });
  }
}

const unreviewed =
  'It came due and was not launched: a step is written for each lead, and nobody had reviewed one. ' +
  'Approve one, or choose another unreviewed_launch_policy, and launch it again.';

type Job = { readonly job: LaunchJob; readonly leaseToken: string };

/** What fails every time, or takes its process with it every time, must not be tried for ever. */
async function enrolOrFail(deps: EngineDeps, now: Moment, of: Job): Promise<number> {
  const { id: campaignId, lease_attempts: tries } = of.job;
  try {
    if (tries <= triesMax) return await enrolAll(deps, now, of);
  } catch (error) {
    if (tries < triesMax) throw error;
    deps.log.warn({ campaignId, tries, error: String(error) }, 'a launch failed for good');
  }
  const error = `Enrolling the leads failed ${triesMax} times; the log says why. Launch it again.`;
  const { leaseToken } = of;
  await failLaunch(deps.db, { campaignId, leaseToken, error, now: now.engine });
  return 1;
}

async function enrolAll(deps: EngineDeps, now: Moment, { job, leaseToken }: Job): Promise<number> {
  const step = firstStep(job);
  if (step === null) {
    const error = 'The campaign has no step.';
    await failLaunch(deps.db, { campaignId: job.id, leaseToken, error, now: now.engine });
    return 1;
  }
  let after = job.enrol_after;
  for (let batches = 1; ; batches++) {
    // The lease is counted from each batch: all of them together may take longer than one lasts.
    const { real } = later(deps, now);
    const last = await inTransaction(deps.db, (tx) =>
      enrolBatch(deps, tx, { now: { ...now, real }, job, leaseToken, after }),
    );
    if (last === 'lost') return batches;
    if (last === 'done') break;
    after = last;
  }
  await judgeCampaigns(deps, now, [job.id]);
  return 1;
}

async function enrolBatch(
  deps: EngineDeps,
  tx: Db,
  of: Job & { readonly now: Moment; readonly after: number },
): Promise<number | 'done' | 'lost'> {
  const { job, leaseToken, now, after } = of;
  const { account_id: accountId, id: campaignId } = job;
  await lockAccountForEnrolling(tx, accountId);
  await openAccountPace(tx, accountId);
  const rows = await listRowsToEnrol(tx, {
    datasetId: job.dataset_id,
    after,
    limit: batchMax,
  });
  const last = rows.at(-1);
  if (last === undefined) {
    if (!(await finishLaunch(tx, { campaignId, leaseToken, now: now.engine }))) return 'lost';
    await wakeCampaign(tx, { accountId, campaignId, now: now.engine });
    return 'done';
  }
  const leaseUntil = now.real + leaseMs;
  const moved = await moveEnrolCursor(tx, {
    campaignId,
    leaseToken,
    after: last.row_index,
    leaseUntil,
    added: rows.length,
  });
  if (!moved) return 'lost';
  const emails = rows.flatMap((row) => row.email ?? []);
  const lists: Lists = {
    suppressed: await findSuppressed(tx, accountId, {
      emails,
      domains: [...new Set(emails.map(domainOf))],
    }),
    running: await findRunningElsewhere(tx, { accountId, campaignId, emails }),
  };
  const enrolments = rows.map((row) => enrolmentOf(deps, now, { job, row, lists }));
  await insertEnrolments(tx, { accountId, campaignId, now: now.engine, enrolments });
  return last.row_index;
}

function enrolmentOf(
  deps: EngineDeps,
  now: Moment,
  of: { readonly job: LaunchJob; readonly row: RowToEnrol; readonly lists: Lists },
): NewEnrolment {
  const { job, row } = of;
  const step = firstStep(job);
  const variants = variantLabels(job.id, row.id, job.steps);
  const launchedAt = job.start_date ?? job.launch_requested_at;
  const dueAt = sameWallTimeAfterDays(job.timezone, launchedAt, step?.delayDays ?? 0);
  const ineligible = ineligibility(row, of.lists);
  return {
    id: deps.chance.uuid(now.real),
    leadId: row.id,
    instanceId: ineligible === null ? deps.chance.uuid(now.real) : null,
    rowIndex: row.row_index,
    email: row.email,
    domain: row.email === null ? null : domainOf(row.email),
    timezone: zoneOf(row.data),
    ineligible,
    step: step?.step ?? 0,
    priority: firstStepPriority,
    variants,
    dueAt,
    draftAt:
      ineligible !== null || step === null
        ? null
        : draftAt(step, variants, { now: now.engine, dueAt: expectedAt(job, { row, dueAt }) }),
  };
}

/**
 * A campaign reaches its rows at its daily limit: drafts are asked for in that order, a day ahead,
 * not all at the launch, when most would be stale before their day.
 */
function expectedAt(
  job: LaunchJob,
  of: { readonly row: RowToEnrol; readonly dueAt: number },
): number {
  const daysAhead = Math.floor(of.row.row_index / job.daily_limit);
  return of.dueAt + daysAhead * dayMs;
}

/** What stands against the addresses of a batch. */
type Lists = { readonly suppressed: SuppressedSet; readonly running: ReadonlySet<string> };

function ineligibility(
  { email, duplicate }: RowToEnrol,
  { suppressed, running }: Lists,
): NewEnrolment['ineligible'] {
  if (email === null) return 'no_address';
  if (duplicate) return 'duplicate';
  if (suppressed.emails.has(email) || suppressed.domains.has(domainOf(email))) return 'suppressed';
  return running.has(email) ? 'running_elsewhere' : null;
}
