/** The place where the ledger is held against the world, message by message. */
import type { Call } from './mail-world.ts';
import type { Sessions } from './sessions.ts';
import { Violation } from './violation.ts';

type Entry = {
  readonly id: string;
  readonly state: string;
  readonly message_id: string | null;
  readonly enrolment_id: string;
  readonly step: number;
  readonly resolution: string | null;
};

const entryText = `select id, state, message_id, enrolment_id, step, resolution from send order by id`;

/** Which states the truth may show as, once its settlement can have been written. */
const mayBe: Readonly<Record<string, readonly string[]>> = {
  accepted: ['on_wire', 'accepted', 'unknown'],
  refused: ['on_wire', 'refused', 'deferred', 'unknown'],
  unreachable: ['on_wire', 'deferred', 'refused', 'unknown'],
  unknown: ['on_wire', 'unknown'],
  thrown: ['on_wire', 'unknown'],
};

export async function checkBooks(sessions: Sessions, calls: readonly Call[]): Promise<void> {
  const entries = await sessions.ask<Entry>('sim_entries', entryText);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const callBySend = new Map(calls.map((call) => [call.sendId, call]));
  for (const call of calls) checkCall(call, byId.get(call.sendId));
  const out = new Map<string, Entry>();
  for (const entry of entries) {
    const isOurs = entry.state === 'accepted' && entry.resolution === null;
    if (isOurs && callBySend.get(entry.id)?.accepted !== true) {
      throw new Violation(
        'ledger',
        `send ${entry.id} is accepted, and the world has no such message`,
      );
    }
    const told = entry.resolution === 'sent' ? 'accepted' : 'cancelled';
    if (entry.resolution !== null && entry.state !== told) {
      throw new Violation('ledger', `send ${entry.id} was resolved as ${told}, is ${entry.state}`);
    }
    const bars =
      entry.state === 'accepted' || entry.state === 'unknown' || entry.state === 'on_wire';
    if (!bars || entry.resolution === 'not_sent') continue;
    const key = `${entry.enrolment_id}:${entry.step}`;
    const other = out.get(key);
    if (other !== undefined)
      throw new Violation('once', `sends ${other.id} and ${entry.id} are both out`);
    out.set(key, entry);
  }
}

function checkCall(call: Call, entry: Entry | undefined): void {
  const { sendId } = call;
  if (entry === undefined) throw new Violation('ledger', `send ${sendId} has left no row`);
  if (entry.message_id !== call.messageId) {
    throw new Violation(
      'ledger',
      `send ${sendId} left as ${call.messageId}, not ${entry.message_id}`,
    );
  }
  // A person's word is a person's: it may contradict the world.
  if (entry.resolution !== null) return;
  if (call.accepted && !(mayBe['accepted'] ?? []).includes(entry.state)) {
    throw new Violation('ledger', `send ${sendId} was accepted and is ${entry.state}`);
  }
  if (call.answered !== null && !(mayBe[call.answered] ?? []).includes(entry.state)) {
    throw new Violation(
      'ledger',
      `send ${sendId} was answered ${call.answered}, is ${entry.state}`,
    );
  }
}
