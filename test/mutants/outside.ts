/**
 * Lists how what leads outside could be wrong, one way at a time, and who must notice: where a
 * connection may lead, and whom a test may go to.
 */
import type { Mutant } from './list.ts';

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
];
