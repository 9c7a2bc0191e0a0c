/**
 * The place where the audit trail is put into the words of the campaigns surface, and asked for.
 */
import type { z } from 'zod';
import type { auditEntry, ListAuditQuery } from '../../contract/campaigns/audit.ts';
import { formatInstant } from '../../contract/shared/instant.ts';
import type { ListAuditInput, NamedAuditEntry } from '../../usecases/list-audit.ts';
import { toSnakeCase } from '../shell/words.ts';
import { pageInput } from './input.ts';

export function auditInput(query: ListAuditQuery): ListAuditInput {
  return {
    ...pageInput(query),
    action: query.action ?? null,
    actor: query.actor ?? null,
    targetKind: query.target_kind ?? null,
    targetId: query.target_id ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
  };
}

export function presentAuditEntry(entry: NamedAuditEntry): z.input<typeof auditEntry> {
  return {
    audit_id: entry.id,
    at: formatInstant(entry.at),
    actor: entry.actor,
    actor_name: entry.actorName,
    action: entry.action,
    target_kind: entry.targetKind,
    target_id: entry.targetId,
    request_id: entry.requestId,
    before_hash: entry.beforeHash,
    after_hash: entry.afterHash,
    changed: entry.changed.map(toSnakeCase),
  };
}
