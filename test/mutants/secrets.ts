/** Lists how secrets and rights could leak, one way at a time, and who must notice. */
import type { Mutant } from './mutant.ts';

export const secretMutants: readonly Mutant[] = [
  {
    name: 'a key keeps what its maker has lost',
    file: 'src/domain/permission.ts',
    edits: [['.filter((permission) => allowed.includes(permission))', '']],
    noticedBy: ['test/integration/people/keys-of-members.test.ts'],
  },
  {
    name: 'a key of somebody who was removed still hears events',
    file: 'src/db/keys.ts',
    edits: [
      [
        '     join membership as maker on maker.account_id = reach.account_id\n' +
          '       and maker.person_id = key.person_id\n   where reach.account_id = $1',
        '   where reach.account_id = $1',
      ],
    ],
    noticedBy: ['test/integration/people/keys-of-members.test.ts'],
  },
  {
    name: 'the pool may become superuser by what somebody gave its role',
    file: 'src/db/embedded/settle-role.ts',
    edits: [['(not rolcanlogin or rolsuper or', '(not rolcanlogin or']],
    noticedBy: ['test/integration/embedded/access.test.ts'],
  },
  {
    name: 'a sealed value opens in any row',
    file: 'src/adapters/vault/aes-vault.ts',
    edits: [['return Buffer.concat([header, Buffer.from(place)]);', 'return header;']],
    noticedBy: ['src/adapters/vault/aes-vault.test.ts'],
  },
  {
    name: 'what no row is bound to is bound by a rotation, too, when everything is',
    file: 'src/main/rotate-secret.ts',
    edits: [['takesUnbound: sealing === null', 'takesUnbound: true']],
    noticedBy: ['test/integration/operate/rotation.test.ts'],
  },
  {
    name: 'a start with the wrong key closes the values of an earlier version for ever',
    file: 'src/main/sealed.ts',
    edits: [['counted === null || counted.closedUnbound > 0', 'counted === null']],
    noticedBy: ['test/integration/operate/rotation.test.ts'],
  },
  {
    name: 'a rotation that goes on makes another key',
    file: 'src/main/rotate-secret.ts',
    edits: [['before.former.length > 0', 'before.former.length > 1']],
    noticedBy: ['test/integration/operate/rotation.test.ts'],
  },
  {
    name: 'the log shows what lies below the path of links',
    file: 'src/http/shell/shown-path.ts',
    edits: [["const linkSegment = 'u';", "const linkSegment = 'x';"]],
    noticedBy: ['src/http/shell/shown-path.test.ts', 'test/integration/http/log-secrets.test.ts'],
  },
  {
    name: 'over HTTPS the cookie that others can write is read, too',
    file: 'src/http/shell/session-cookie.ts',
    edits: [['shapes[kindOf(site)].exec', "shapes['plain'].exec"]],
    noticedBy: ['src/http/shell/session-cookie.test.ts'],
  },
];
