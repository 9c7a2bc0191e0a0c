/** The place where it is read what leads' runs stand on, for many of one campaign at once. */
import { sql } from 'kysely';
import type { WorkflowFacts } from '../domain/send/workflow-status.ts';
import type { Db } from './database.ts';

export type PaceFacts = { readonly started: boolean; readonly freeAt: number | null };

/** Whether some lead of it has an instance, and when its pace allows the next hand-over. */
export async function findPaceFacts(
  db: Db,
  accountId: string,
  campaignId: string,
): Promise<PaceFacts> {
  const { rows } = await sql<PaceFacts>`
    select
      exists (
        select from enrolment where account_id = ${accountId} and campaign_id = ${campaignId}
          and workflow_instance_id is not null
      ) as started,
      (select free_at from pace where account_id = ${accountId} and campaign_id = ${campaignId})
        as "freeAt"
  `.execute(db);
  return rows[0] ?? { started: false, freeAt: null };
}

export type RunFacts = Pick<WorkflowFacts, 'enrolment' | 'gateOpen'>;

/** By lead; one that is neither enrolled nor a row of the dataset is absent. */
export async function findRunFacts(
  db: Db,
  accountId: string,
  of: {
    readonly campaignId: string;
    readonly datasetId: string;
    readonly leadIds: readonly string[];
  },
): Promise<ReadonlyMap<string, RunFacts>> {
  const { rows } = await sql<Row>`
    select asked.id as lead_id, enrolment.id as enrolment_id, status, ineligible,
      workflow_instance_id, stop_reason, due_at, ready_at,
      (select max(send.step) from send
        where send.enrolment_id = enrolment.id and state = 'accepted') as last_sent_step,
      (select gate.step from gate
        where gate.enrolment_id = enrolment.id and closed_at is null) as gated_step
    from unnest(${[...of.leadIds]}::uuid[]) as asked (id)
      left join lead on lead.id = asked.id and lead.account_id = ${accountId}
      left join enrolment on enrolment.lead_id = asked.id
        and enrolment.campaign_id = ${of.campaignId} and enrolment.account_id = ${accountId}
    where lead.dataset_id = ${of.datasetId} or enrolment.id is not null
  `.execute(db);
  return new Map(rows.map((row) => [row.lead_id, rowToFacts(row)]));
}

type Enrolled = NonNullable<WorkflowFacts['enrolment']>;

type Row = {
  readonly lead_id: string;
  readonly enrolment_id: string | null;
  readonly status: Enrolled['status'];
  readonly ineligible: Enrolled['ineligible'];
  readonly workflow_instance_id: string | null;
  readonly stop_reason: Enrolled['stopReason'];
  readonly due_at: number | null;
  readonly ready_at: number | null;
  readonly last_sent_step: number | null;
  readonly gated_step: number | null;
};

function rowToFacts(row: Row): RunFacts {
  if (row.enrolment_id === null) return { enrolment: null, gateOpen: null };
  return {
    enrolment: {
      status: row.status,
      ineligible: row.ineligible,
      workflowInstanceId: row.workflow_instance_id,
      stopReason: row.stop_reason,
      dueAt: row.due_at,
      readyAt: row.ready_at,
      lastSentStep: row.last_sent_step,
    },
    gateOpen: row.gated_step === null ? null : { step: row.gated_step },
  };
}
