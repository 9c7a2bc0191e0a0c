/** Lists how claims, leases and other compare-and-swaps could be wrong, and who must notice. */
import { type Mutant, road } from './mutant.ts';

export const claimMutants: readonly Mutant[] = [
  {
    name: 'a sweeper goes on with a claim that somebody else has taken, or kept',
    file: 'src/engine/sweep.ts',
    edits: [['  if (!took) return 0;\n', '']],
    noticedBy: [road('claims')],
  },
  {
    name: 'an expired claim is taken though its lease was extended meanwhile',
    file: 'src/db/engine.ts',
    edits: [
      [
        'closed_at is null and lease_until <= $3 returning',
        'closed_at is null and $3::timestamptz is not null returning',
      ],
    ],
    noticedBy: [road('claims')],
  },
  {
    name: 'a claim that went as a whole gives back all the same',
    file: 'src/engine/dispatch.ts',
    edits: [['gone + spoilt.length < claimed.sends.length', 'true']],
    noticedBy: [road('claims')],
  },
  {
    name: 'lanes add to one sum that was read before the wait',
    file: 'src/engine/dispatch.ts',
    edits: [
      ['      const went = await handOverSome(deps, { now, claimed, some });\n', ''],
      [
        '      gone += went;\n',
        '      gone += await handOverSome(deps, { now, claimed, some });\n',
      ],
    ],
    noticedBy: [road('claims')],
  },
  {
    name: 'an unknown that came too late moves its lead all the same',
    file: 'src/engine/sweep.ts',
    edits: [['    if (!written.has(id)) continue;\n', '']],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'an answer for a lead that was stopped reopens its campaign all the same',
    file: 'src/engine/settle.ts',
    edits: [['moved.has(enrolmentId) && isLive(status)', 'isLive(status)']],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'a worker that has lost its launch enrols all the same',
    file: 'src/engine/launch.ts',
    edits: [["  if (!moved) return 'lost';\n", '']],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'a draft that was cancelled opens the way all the same',
    file: 'src/engine/draft.ts',
    edits: [['if (!took || enrolment === null)', 'if (enrolment === null)']],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'a lead that could not be parked has its draft asked for all the same',
    file: 'src/engine/claim.ts',
    edits: [['result.parks.filter((park) => parked.has(park.enrolmentId))', 'result.parks']],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'a lease of a round that has ended is kept alive all the same',
    file: 'src/engine/heartbeat.ts',
    edits: [['if (leases.has(claimNo)) leases.set', 'leases.set']],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'a launch goes on though its lease is held by another worker',
    file: 'src/db/launch.ts',
    edits: [
      [
        '+ $5\n    where id = $1 and lease_token = $2 and',
        '+ $5\n    where id = $1 and $2::uuid is not null and',
      ],
    ],
    noticedBy: [road('lost-races')],
  },
  {
    name: 'a draft is completed though its lease is held by another worker',
    file: 'src/db/drafts.ts',
    edits: [
      [
        'facts = $13, lease_until = null\n   where id = $1 and lease_token = $2 and',
        'facts = $13, lease_until = null\n   where id = $1 and $2::uuid is not null and',
      ],
    ],
    noticedBy: [road('lost-races')],
  },
];
