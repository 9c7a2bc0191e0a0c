/**
 * The place where it is listed how the road could be wrong, one way at a time, and who must
 * notice.
 */

import { boundMutants } from './bounds.ts';
import type { Mutant } from './mutant.ts';

const road = (name: string) => `test/integration/road/${name}.test.ts`;
const http = (name: string) => `test/integration/http/${name}.test.ts`;

export const mutants: readonly Mutant[] = [
  {
    name: 'a map instead of the fold: decisions do not see the slots taken before them',
    file: 'src/domain/send/fold.ts',
    edits: [['      takeSlots(input, state, { candidate, aliasId });\n', '']],
    noticedBy: ['src/domain/send/fold.test.ts'],
  },
  {
    name: 'a check is dropped: suppression',
    file: 'src/domain/send/checks.ts',
    edits: [['    suppression(facts),\n', '']],
    noticedBy: ['src/domain/send/checks.test.ts'],
  },
  {
    name: 'a check is dropped: window and day',
    file: 'src/domain/send/checks.ts',
    edits: [["    pace('window', facts.windowIsLeads ? 'lead' : 'campaign', facts.window),\n", '']],
    noticedBy: ['src/domain/send/checks.test.ts'],
  },
  {
    name: 'the approval predicate is inverted: the stale leaves, the fresh waits',
    file: 'src/domain/send/content.ts',
    edits: [
      ['  if (changed.length === 0) return { ready', '  if (changed.length !== 0) return { ready'],
    ],
    noticedBy: ['src/domain/send/content.test.ts'],
  },
  {
    name: 'approval is required where it is not, and not where it is',
    file: 'src/domain/send/content.ts',
    edits: [['if (!content.required && !content.everApproved)', 'if (content.required)']],
    noticedBy: [road('gates')],
  },
  {
    name: 'an approval that was withdrawn between claim and wire is not asked for again',
    file: 'src/db/wire.ts',
    edits: [['        and a.withdrawn_at is null and a.content_hash = s.content_hash', '']],
    noticedBy: [road('backstops')],
  },
  {
    name: 'a suppression between claim and wire is not asked for again, nor is the claim called back',
    file: 'src/usecases/stop-leads.ts',
    edits: [
      [
        '  await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { enrolmentIds } });\n',
        '',
      ],
    ],
    noticedBy: [road('stops')],
  },
  {
    name: 'sent before it is written',
    file: 'src/engine/dispatch.ts',
    edits: [
      [
        '    const going = await putOnWire(deps, { now, claimed, ready });\n',
        '    const early = await Promise.all(ready.map((one) => handOverOne(deps, claim.claimNo, one)));\n' +
          '    const going = await putOnWire(deps, { now, claimed, ready });\n' +
          '    await settleSurely(deps, { now, claimed, answers: early });\n' +
          '    if (early.length > 0) return going.size;\n',
      ],
    ],
    noticedBy: [road('stops'), road('crashes')],
  },
  {
    name: 'on the wire before there is a connection',
    file: 'src/engine/dispatch.ts',
    edits: [
      [
        '  const lined = await Promise.all(some.map((one) => openLine(deps, one)));\n',
        '  const early = await putOnWire(deps, { now, claimed, ready: some.map((one) => ({ one, line: ' +
          '{ open: true, release: () => undefined } as Ready["line"] })) });\n' +
          '  const lined = await Promise.all(some.map((one) => openLine(deps, one)));\n',
      ],
      [
        '    const going = await putOnWire(deps, { now, claimed, ready });\n',
        '    const going = early;\n',
      ],
    ],
    noticedBy: [road('lines')],
  },
  {
    name: 'a connection is given to others before its answer is written',
    file: 'src/engine/dispatch.ts',
    edits: [
      [
        '    await settleSurely(deps, { now, claimed, answers: [...answers, ...stuck] });\n',
        '    for (const { line } of ready) line.release();\n' +
          '    await settleSurely(deps, { now, claimed, answers: [...answers, ...stuck] });\n',
      ],
    ],
    noticedBy: [road('lines')],
  },
  {
    name: 'a lease is trusted from when the late answer came, not from when it was asked for',
    file: 'src/engine/deps.ts',
    edits: [
      [
        '  const monotonicUntil = now.monotonic + trustedMs;\n',
        '  const monotonicUntil = performance.now() + 1e15 + trustedMs;\n',
      ],
    ],
    noticedBy: [road('backstops')],
  },
  {
    name: 'an unknown is tried again by the machine',
    file: 'src/domain/send/settle.ts',
    edits: [
      [
        "      return { state: 'unknown', reason, lead: finished(input, 'unknown', 'DELIVERY_UNKNOWN') };",
        '      return retried(input, reason);',
      ],
    ],
    noticedBy: ['src/domain/send/settle.test.ts'],
  },
  {
    name: 'what was on the wire when its worker died is taken for never sent',
    file: 'src/db/wire.ts',
    edits: [
      [
        "where e.id = s.enrolment_id and s.state = 'claimed' and s.id in",
        "where e.id = s.enrolment_id and s.state in ('claimed', 'on_wire') and s.id in",
      ],
      [
        "k.closed_at is null and s.state = 'claimed' and",
        "k.closed_at is null and s.state in ('claimed', 'on_wire') and",
      ],
    ],
    noticedBy: [road('crashes')],
  },
  {
    name: 'settling overwrites what a person has resolved',
    file: 'src/db/wire.ts',
    edits: [
      [
        " and s.resolution is null and x.state <> 'unknown')",
        " and x.state <> 'unknown' or s.state = 'accepted' or s.state = 'cancelled')",
      ],
    ],
    noticedBy: [road('crashes')],
  },
  {
    name: 'the token is skipped on the way to the wire: a worker the sweeper buried goes on',
    file: 'src/db/wire.ts',
    edits: [
      [
        "    where s.id = x.id and s.state = 'claimed' and s.lease_token = $2\n",
        "    where s.id = x.id and s.state in ('claimed', 'cancelled') and $2::uuid is not null\n",
      ],
      [
        ' and k.lease_token = $2 and k.closed_at is null and k.lease_until > $5',
        ' and $5::timestamptz is not null',
      ],
    ],
    noticedBy: [road('backstops')],
  },
  {
    name: 'lock and read see one snapshot: a lead that became ready meanwhile is parked',
    file: 'src/engine/claim.ts',
    edits: [
      [
        '  const accountId = await lockDueAccount(tx, now.engine);\n',
        '  const early = await tx.selectFrom("account_pace").select("account_id")' +
          '.where("next_at", "<=", new Date(now.engine).toISOString()).orderBy("next_at").executeTakeFirst();\n' +
          '  const seen = early === undefined ? [] : await listDueCampaigns(tx, { accountId: early.account_id,' +
          ' now: now.engine, limit: 200 });\n' +
          '  const seenLeads = await listReadyLeads(tx, { campaignIds: seen.map((one) => one.id),' +
          ' now: now.engine, limit: leadsMax });\n' +
          '  const accountId = await lockDueAccount(tx, now.engine);\n',
      ],
      [
        '  const campaigns = await listDueCampaigns(tx, {',
        '  const campaigns = accountId === early?.account_id ? seen : await listDueCampaigns(tx, {',
      ],
      [
        '  const leads = await listReadyLeads(tx, {',
        '  const leads = accountId === early?.account_id ? seenLeads : await listReadyLeads(tx, {',
      ],
    ],
    noticedBy: [road('races')],
  },
  {
    name: 'accounts are claimed without their lock',
    file: 'src/db/claim.ts',
    edits: [[' limit 1 for update skip locked`,\n);\n\n/**', ' limit 1`,\n);\n\n/**']],
    noticedBy: { seeds: 120 },
  },
  {
    name: 'a pause does not call back what is claimed, nor does the wire ask for the campaign',
    file: 'src/usecases/drain-campaign.ts',
    edits: [
      [
        '    await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { campaignId } });\n',
        '',
      ],
    ],
    noticedBy: [road('pause')],
  },
  {
    name: 'paused is written while something is on the wire',
    file: 'src/db/progress.ts',
    edits: [
      [
        "          and s.state in ('claimed', 'on_wire'))\n      and (c.drain_to = 'paused'",
        "          and s.state in ('never'))\n      and (c.drain_to = 'paused'",
      ],
    ],
    noticedBy: [road('pause')],
  },
  {
    name: 'what a cancel has ended goes on when its message is settled',
    file: 'src/engine/settle.ts',
    edits: [
      [
        'campaigns.get(move.campaignId)?.cancelled ? { ...move, ...afterCancel(move) } : move',
        'afterCancel(move) && move',
      ],
    ],
    noticedBy: [road('cancel')],
  },
  {
    name: 'an unsubscribe link is believed without its signature',
    file: 'src/adapters/links/sealed-links.ts',
    edits: [['  if (!timingSafeEqual(iv, signatureOf(keys, body))) return null;\n', '']],
    noticedBy: ['src/adapters/links/sealed-links.test.ts'],
  },
  {
    name: 'a campaign completes with leads that have no outcome',
    file: 'src/db/progress.ts',
    edits: [
      [
        "        and e.status in ('pending', 'active'))\n    returning c.id`",
        "        and e.status in ('never'))\n    returning c.id`",
      ],
    ],
    noticedBy: [road('hand-over'), road('refusals')],
  },
  {
    name: 'the last two leads are settled without locking their campaign',
    file: 'src/db/progress.ts',
    edits: [['    order by id for no key update`', '    order by id`']],
    noticedBy: [road('crashes')],
  },
  {
    name: 'slots of what never left are not given back',
    file: 'src/usecases/cancel-claimed.ts',
    edits: [['  await giveBackHandOvers(\n', '  await (async (..._: unknown[]) => undefined)(\n']],
    noticedBy: [road('crashes'), road('pause')],
  },
  {
    name: 'the daily limit lets one more through',
    file: 'src/domain/schedule/pacing.ts',
    edits: [['pace.dayCount >= pacing.dailyLimit', 'pace.dayCount > pacing.dailyLimit']],
    noticedBy: ['src/domain/schedule/pacing.test.ts'],
  },
  {
    name: 'a rolling cap forgets a bucket too early',
    file: 'src/domain/schedule/rolling-cap.ts',
    edits: [['bucketOf(now - dayMs)', 'bucketOf(now - dayMs) + bucketMs']],
    noticedBy: ['src/domain/schedule/rolling-cap.test.ts'],
  },
  {
    name: 'an old epoch may still use the wire',
    file: 'src/db/wire.ts',
    edits: [
      [
        'g.epoch = $3 and g.fenced_at is null and s.engine_epoch = g.epoch',
        '$3::bigint is not null',
      ],
    ],
    noticedBy: [road('fences')],
  },
  {
    name: 'a worker that had the right to the wire takes up that of the next epoch',
    file: 'src/domain/engine/fence.ts',
    edits: [['!began.beganFenced || now.epoch < began.epoch', 'now.epoch < began.epoch']],
    noticedBy: ['test/integration/operate/accept-running.test.ts'],
  },
  {
    name: 'a worker whose fence was accepted is not judged by its folder as it is now',
    file: 'src/main/wire.ts',
    edits: [['folderClaim: await claimMark.readAgain()', 'folderClaim: null']],
    noticedBy: ['test/integration/operate/accept-running.test.ts'],
  },
  {
    name: 'a restored database is not recognised by its data folder',
    file: 'src/domain/engine/fence.ts',
    edits: [
      [
        'folderClaim !== null && folderClaim > highestClaim',
        'folderClaim !== null && folderClaim < 0',
      ],
    ],
    noticedBy: ['src/domain/engine/fence.test.ts'],
  },
  {
    name: 'two verdicts on one gate both win',
    file: 'src/db/gates.ts',
    edits: [
      [
        '    where account_id = $1 and id = $2 and closed_at is null returning id`',
        '    where account_id = $1 and id = $2 returning id`',
      ],
      [
        'where account_id = $1 and enrolment_id = $2 and closed_at is null`',
        'where account_id = $1 and enrolment_id = $2 order by opened_at desc limit 1`',
      ],
    ],
    noticedBy: [road('gates')],
  },
  {
    name: 'a template is found by its id alone, whosever it is',
    file: 'src/db/templates.ts',
    edits: [
      [
        `    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();`,
        `    .where('id', '=', id)
    .executeTakeFirst();`,
      ],
    ],
    noticedBy: [http('probes-things')],
  },
  {
    name: 'a change asks for the permission to read',
    file: 'src/contract/campaigns/routes.ts',
    edits: [
      [
        "const edit = { method: 'PATCH', permission: ['campaigns:write']",
        "const edit = { method: 'PATCH', permission: ['campaigns:read']",
      ],
    ],
    noticedBy: [http('probes-admission')],
  },
  {
    name: 'what is asked for is no longer asked',
    file: 'src/http/shell/admit.ts',
    edits: [
      [
        'personProblem(route, caller) ?? permissionProblem(route, caller)',
        'personProblem(route, caller)',
      ],
    ],
    noticedBy: [http('probes-admission')],
  },
  {
    name: 'an act leaves no line on the trail',
    file: 'src/usecases/suppress.ts',
    edits: [
      [
        '      await writeAudit(tx, caller, {',
        '      void (async (..._: unknown[]) => undefined)(writeAudit, {',
      ],
    ],
    noticedBy: [http('probes-things')],
  },
  ...boundMutants,
];
