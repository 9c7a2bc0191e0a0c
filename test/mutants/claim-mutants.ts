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
];
