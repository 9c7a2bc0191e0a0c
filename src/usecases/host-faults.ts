/**
 * Judges the mail servers that a user names, as far as their spelling tells: a name is judged again
 * by what it leads to, each time a connection is opened.
 */
import type { FieldFault } from '../domain/failure.ts';
import type { OutboundDep } from './deps.ts';

type Server = { readonly host: string } | null | undefined;

/** Only what is given: a server that was permitted once does not stand in the way of an edit. */
export function hostFaults(
  { outbound }: OutboundDep,
  servers: { readonly smtp?: Server; readonly imap?: Server },
): readonly FieldFault[] {
  return (['smtp', 'imap'] as const).flatMap((field) => {
    const server = servers[field];
    if (server === null || server === undefined) return [];
    const refusal = outbound.judgeSpelling(server.host);
    if (refusal === null) return [];
    return [{ path: [field, 'host'], message: refusal.why, type: 'string.host' }];
  });
}
