/** The place where a test writes what an engine would have written, one row at a time. */

import { at, atOrNull } from '../../src/db/columns.ts';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import type { Ineligible } from '../../src/domain/campaign/campaign-lead.ts';
import { domainOf } from '../../src/domain/lead/address.ts';
import type { LeadStatus, SendState, StopReason } from '../../src/domain/send/ledger.ts';
import type { Store } from './store.ts';

type Owner = Pick<Campaign, 'id' | 'accountId' | 'datasetId'>;

export type LeadRow = {
  readonly rowIndex: number;
  readonly email?: string | null;
  readonly data?: Readonly<Record<string, string>>;
};

/** A row of the campaign's dataset. */
export async function insertLead(store: Store, owner: Owner, lead: LeadRow): Promise<string> {
  const id = store.chance.uuid(store.now.engine);
  const now = at(store.now.engine);
  await store.db
    .insertInto('lead')
    .values({
      id,
      account_id: owner.accountId,
      dataset_id: owner.datasetId,
      row_index: lead.rowIndex,
      email: lead.email ?? null,
      data: JSON.stringify(lead.data ?? {}),
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

export type EnrolmentRow = {
  readonly rowIndex: number;
  readonly leadId?: string;
  readonly email?: string;
  readonly status?: LeadStatus;
  readonly step?: number;
  readonly ineligible?: Ineligible;
  readonly stopReason?: StopReason;
  readonly instance?: boolean;
  readonly dueAt?: number | null;
  readonly readyAt?: number | null;
};

export type Enrolled = {
  readonly id: string;
  readonly leadId: string;
  readonly workflowInstanceId: string | null;
};

export async function insertEnrolment(
  store: Store,
  owner: Owner,
  row: EnrolmentRow,
): Promise<Enrolled> {
  const { chance, now } = store;
  const id = chance.uuid(now.engine);
  const leadId = row.leadId ?? chance.uuid(now.engine);
  const workflowInstanceId = row.instance === false ? null : chance.uuid(now.engine);
  const email = row.email ?? `lead${row.rowIndex}@example.com`;
  await store.db
    .insertInto('enrolment')
    .values({
      id,
      account_id: owner.accountId,
      campaign_id: owner.id,
      lead_id: leadId,
      workflow_instance_id: workflowInstanceId,
      row_index: row.rowIndex,
      email,
      domain: domainOf(email),
      status: row.status ?? 'active',
      ineligible: row.ineligible ?? null,
      stop_reason: row.stopReason ?? null,
      step: row.step ?? 1,
      class: 0,
      variants: JSON.stringify({ '1': 'A' }),
      due_at: atOrNull(row.dueAt === undefined ? now.engine : row.dueAt),
      ready_at: atOrNull(row.readyAt === undefined ? now.engine : row.readyAt),
      created_at: at(now.engine),
      updated_at: at(now.engine),
    })
    .execute();
  return { id, leadId, workflowInstanceId };
}

export type SendRow = {
  readonly enrolmentId: string;
  readonly step: number;
  readonly epoch: number;
  readonly state: SendState;
  readonly at?: number;
  readonly onWireAt?: number | null;
  readonly settledAt?: number | null;
  readonly smtpResponse?: string | null;
  readonly reason?: string | null;
};

export const aliasId = '22222222-2222-4222-8222-222222222222';

export async function insertSend(store: Store, owner: Owner, send: SendRow): Promise<string> {
  const handedOverAt = send.at ?? store.now.engine;
  const id = store.chance.uuid(handedOverAt);
  await store.db
    .insertInto('send')
    .values({
      id,
      account_id: owner.accountId,
      campaign_id: owner.id,
      enrolment_id: send.enrolmentId,
      step: send.step,
      epoch: send.epoch,
      claim_no: 1,
      channel: 'email',
      state: send.state,
      alias_id: aliasId,
      variant_label: 'A',
      due_at: at(handedOverAt - 1000),
      handed_over_at: at(handedOverAt),
      on_wire_at: atOrNull(send.onWireAt ?? null),
      settled_at: atOrNull(send.settledAt ?? null),
      lease_token: store.chance.uuid(handedOverAt),
      engine_epoch: 1,
      message_id: `<${send.step}.${send.epoch}@example.com>`,
      smtp_response: send.smtpResponse ?? null,
      reason: send.reason ?? null,
    })
    .execute();
  return id;
}

export type StepOf = { readonly enrolmentId: string; readonly step: number };

/** Closed where a verdict is given. */
export async function insertGate(
  store: Store,
  owner: Owner,
  gate: StepOf & { readonly verdict?: 'approved' | 'discarded' },
): Promise<string> {
  const id = store.chance.uuid(store.now.engine);
  const now = at(store.now.engine);
  await store.db
    .insertInto('gate')
    .values({
      id,
      account_id: owner.accountId,
      campaign_id: owner.id,
      enrolment_id: gate.enrolmentId,
      step: gate.step,
      draft_id: store.chance.uuid(store.now.engine),
      variant_label: 'A',
      subject: 'Hello',
      body: 'Hello.',
      content_hash: 'v1:0',
      alias_id: aliasId,
      opened_at: now,
      closed_at: gate.verdict === undefined ? null : now,
      verdict: gate.verdict ?? null,
    })
    .execute();
  return id;
}

export async function insertApproval(
  store: Store,
  owner: Owner,
  approval: StepOf & { readonly withdrawn?: boolean },
): Promise<void> {
  const now = at(store.now.engine);
  await store.db
    .insertInto('approval')
    .values({
      id: store.chance.uuid(store.now.engine),
      account_id: owner.accountId,
      campaign_id: owner.id,
      enrolment_id: approval.enrolmentId,
      step: approval.step,
      variant_label: 'A',
      subject: 'Hello',
      body: 'Hello.',
      content_hash: 'v1:0',
      prompt_snapshot: '',
      prompt_version_hash: 'v1:0',
      resolved_prompt_hash: 'v1:0',
      step_config_fingerprint: 'v1:0',
      lead_identity_fingerprint: 'v1:0',
      envelope_fingerprint: 'v1:0',
      alias_id: aliasId,
      approved_at: now,
      approved_by: 'somebody',
      withdrawn_at: approval.withdrawn === true ? now : null,
      withdrawn_reason: approval.withdrawn === true ? 'withdrawn' : null,
    })
    .execute();
}
