/**
 * The place where an operator is told which leads may have been written to behind a restored
 * ledger's back.
 */
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type UncertainLead = {
  readonly id: string;
  readonly campaign_id: string;
  readonly step: number;
  readonly email: string;
};

const uncertainRows = statement<UncertainLead>(
  'list_uncertain_leads',
  `select e.id, e.campaign_id, e.step, e.email from enrolment e join campaign c on c.id =
    e.campaign_id, engine g
    where g.id = 1 and e.status in ('pending', 'active') and c.status in ('active', 'draining')
      and e.due_at <= g.fenced_at
    order by e.due_at, e.id limit 1000`,
);

/** Cross-tenant: live leads whose step was due when the fence fell. */
export function listUncertainLeads(db: Db): Promise<UncertainLead[]> {
  return uncertainRows(db);
}
