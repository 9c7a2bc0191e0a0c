/**
 * Lists how what leads outside could be wrong, one way at a time, and who must notice: where a
 * connection may lead, and whom a test may go to.
 */
import type { Mutant } from './mutant.ts';

export const outsideMutants: readonly Mutant[] = [
  {
    name: 'one address of a name that is permitted lets the others pass',
    file: 'src/adapters/outbound/outbound.ts',
    edits: [
      [
        'addresses.every((address) => isPermittedAddress(address, privateHosts))',
        'addresses.some((address) => isPermittedAddress(address, privateHosts))',
      ],
    ],
    noticedBy: ['src/adapters/outbound/outbound.test.ts'],
  },
  {
    name: 'every IPv6 address that no registry sets apart counts as public',
    file: 'src/adapters/outbound/permitted.ts',
    edits: [["address.kind() === 'ipv4' || isWithin(address, globalUnicast)", 'true']],
    noticedBy: ['src/adapters/outbound/outbound.test.ts'],
  },
  {
    name: 'a name that leads to this machine needs no certificate',
    file: 'src/adapters/outbound/outbound.ts',
    edits: [['isLoopback: isHere && addresses', 'isLoopback: addresses']],
    noticedBy: ['test/integration/ports/smtp-security.test.ts'],
  },
  {
    name: 'a connection looks its host up again',
    file: 'src/adapters/smtp/smtp-socket.ts',
    edits: [['    lookup: lookupOf(addresses),\n', '']],
    noticedBy: ['test/integration/ports/smtp-outbound.test.ts'],
  },
  {
    name: 'whatever a service says first counts as a greeting',
    file: 'src/adapters/smtp/smtp-socket.ts',
    edits: [['if (isWhole && /^220', 'if (isWhole || /^220']],
    noticedBy: ['test/integration/ports/smtp-outbound.test.ts'],
  },
  {
    name: 'a test goes to members who cannot sign in',
    file: 'src/db/test-mails.ts',
    edits: [["    .where('person.password_hash', 'is not', null)\n", '']],
    noticedBy: ['test/integration/usecases/test-mails.test.ts'],
  },
  {
    name: 'a test is put on the wire without asking for the fence again',
    file: 'src/db/test-mails.ts',
    edits: [[' and g.epoch = t.engine_epoch and g.fenced_at is null', '']],
    noticedBy: ['test/integration/usecases/test-mails.test.ts'],
  },
  {
    name: 'two tests at once take the same last slot',
    file: 'src/usecases/take-test.ts',
    edits: [['    await lockAccountPace(tx, accountId);\n    const test', '    const test']],
    noticedBy: ['test/integration/usecases/test-mails.test.ts'],
  },
  {
    name: 'a test is not counted in the cap of its mailbox',
    file: 'src/usecases/take-test.ts',
    edits: [
      ["  await addUse(tx, { accountId, kind: 'alias', uses });\n", '  void [addUse, uses];\n'],
    ],
    noticedBy: ['test/integration/usecases/test-mails.test.ts'],
  },
  {
    name: 'a request that comes again sends a second test',
    file: 'src/usecases/take-test.ts',
    edits: [['  if (requestKey === undefined) return null;', '  if (now.real > 0) return null;']],
    noticedBy: ['test/integration/usecases/test-mails.test.ts'],
  },
  {
    name: 'a test is suppressed for nobody between claim and wire',
    file: 'src/db/test-mails.ts',
    edits: [
      ['and p.released_at is null and p.email = t.recipient', 'and false'],
      ['and p.released_at is null and p.domain = $5', 'and $5::text is null'],
    ],
    noticedBy: ['test/integration/usecases/test-mails.test.ts'],
  },
];
