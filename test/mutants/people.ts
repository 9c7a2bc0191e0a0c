/** Lists how people and their addresses could be mistaken for others, and who must notice. */

import type { Mutant } from './mutant.ts';

const people = (name: string) => `test/integration/people/${name}.test.ts`;

export const peopleMutants: readonly Mutant[] = [
  {
    name: 'an invitation that was handed on proves the address',
    file: 'src/usecases/accept-invitation.ts',
    edits: [['  const proof = isMailed\n', '  const proof = true\n']],
    noticedBy: [people('unproved')],
  },
  {
    name: 'whoever is unproved joins another account',
    file: 'src/usecases/accept-invitation.ts',
    edits: [['if (!isMailed || person?.email !== email) return failed(notProved);', '']],
    noticedBy: [people('invitations')],
  },
  {
    name: 'a mailed link proves another address than the one it went to',
    file: 'src/usecases/accept-invitation.ts',
    edits: [['if (!isMailed || person?.email !== email)', 'if (!isMailed)']],
    noticedBy: [people('system-mail')],
  },
  {
    name: 'proving leaves the sessions of whoever knew the password before',
    file: 'src/usecases/prove-email.ts',
    edits: [['      await deleteSessionsOfPerson(tx, { personId, but: caller.sessionId });\n', '']],
    noticedBy: [people('system-mail')],
  },
  {
    name: 'a proof takes the address from whoever has proved it',
    file: 'src/usecases/prove-email.ts',
    edits: [['  if (other !== null) return failed(takenMeanwhile);\n', '']],
    noticedBy: [people('system-mail')],
  },
  {
    name: 'an inviter is shown the link that is mailed',
    file: 'src/usecases/invitations.ts',
    edits: [['token: isMailed ? null : token', 'token']],
    noticedBy: [people('system-mail')],
  },
  {
    name: 'system mail leaves behind a fence',
    file: 'src/engine/post.ts',
    edits: [['engine === null || engine.fenced_at !== null', 'engine === null']],
    noticedBy: [people('outbox')],
  },
  {
    name: 'a place that is slowed refuses a right password unlooked',
    file: 'src/domain/people/slowing.ts',
    edits: [
      [
        "'known' in tries ? 0 : elsewhereUntil(tries)",
        "'known' in tries ? 0 : nextTryAt({ ...tries.place, kind: 'address' })",
      ],
    ],
    noticedBy: ['src/domain/people/slowing.test.ts'],
  },
  {
    name: 'failures at this place count as failures elsewhere',
    file: 'src/domain/people/slowing.ts',
    edits: [['Math.max(0, address.failures - pair.failures)', 'address.failures']],
    noticedBy: ['src/domain/people/slowing.test.ts', people('guessing')],
  },
  {
    name: 'a session that has chosen no account acts in all of them',
    file: 'src/http/shell/admit.ts',
    edits: [['if (unchosen === true || hasChosen(caller)) return null;', 'return null;']],
    noticedBy: [people('choose-account')],
  },
];
