/** The place where an address or a domain is put out of reach, and what is under way is stopped. */
import { inTransaction } from '../db/database.ts';
import type { Suppressable } from '../db/suppressions.ts';
import { findLiveSuppression, insertSuppression } from '../db/suppressions.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import { normaliseDomain, stopReasonOf } from '../domain/send/suppression.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { stopLeads } from './stop-leads.ts';
import { writeAudit } from './write-audit.ts';

/** Exactly one of `email` and `domain`. */
export type SuppressInput = {
  readonly email?: string | null | undefined;
  readonly domain?: string | null | undefined;
  readonly reason: string;
  readonly note?: string | null | undefined;
};

export type Suppressed = Suppression & {
  readonly stoppedLeads: number;
  /** Hand-overs that were on the wire already and could not be called back. */
  readonly inFlight: number;
};

export function suppress(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: SuppressInput): Promise<Result<Suppressed, Failure>> => {
    const what = suppressable(input);
    if (!what.ok) return failed(invalid([what.failure]));
    const now = await deps.clock.read();
    const suppression: Suppression = {
      email: null,
      domain: null,
      ...what.value,
      id: deps.chance.uuid(now.engine),
      accountId: caller.accountId,
      reason: input.reason,
      note: input.note ?? null,
      createdAt: now.engine,
      createdBy: caller.actor,
      released: null,
    };
    return inTransaction(deps.db, async (tx) => {
      if (!(await insertSuppression(tx, suppression))) {
        const live = await findLiveSuppression(tx, caller.accountId, what.value);
        return failed(alreadySuppressed(live));
      }
      // Whoever is claimed after this sees the row; whoever was claimed before is stopped here.
      const { stopped, inFlight } = await stopLeads(tx, {
        accountId: caller.accountId,
        where: what.value,
        outcome: 'suppressed',
        stopReason: stopReasonOf(input.reason),
        now,
        by: caller.actor,
      });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'suppression.create',
        kind: 'suppression',
        id: suppression.id,
        before: null,
        after: suppression,
      });
      return ok({ ...suppression, stoppedLeads: stopped, inFlight });
    });
  };
}

export function suppressable({ email, domain }: SuppressInput): Result<Suppressable, FieldFault> {
  const hasEmail = typeof email === 'string';
  if (hasEmail === (typeof domain === 'string')) {
    const message = 'must name either an email or a domain';
    return failed({ path: ['email'], message, type: 'object.xor' });
  }
  if (hasEmail) {
    const address = normaliseAddress(email);
    if (address !== null) return ok({ email: address });
    return failed({ path: ['email'], message: 'must be an e-mail address', type: 'string.email' });
  }
  const name = normaliseDomain(domain ?? '');
  if (name !== null) return ok({ domain: name });
  return failed({ path: ['domain'], message: 'must be a domain name', type: 'string.domain' });
}

/** Null where it was released in the same moment: the answer is as true as it was. */
function alreadySuppressed(live: Suppression | null): Failure {
  return {
    code: 'ALREADY_SUPPRESSED',
    message: 'This is on the suppression list already.',
    data: live === null ? {} : { suppressionId: live.id },
  };
}
