/** The place where an address says how the sink misbehaves, and in which phase. */

export type SinkPhase = 'mail' | 'rcpt' | 'data' | 'dot';

/**
 * `reply` answers with that code; `drop` closes without a word; `garble` answers with nonsense;
 * `hang` never answers.
 */
export type SinkFault =
  | { readonly does: 'reply'; readonly code: number }
  | { readonly does: 'drop' | 'garble' | 'hang' };

export type SinkChances = {
  /** The message is complete and logged, its sender never learns so: the trap. */
  readonly dropAfterData: number;
  /** The connection ends where the 354 should have come. */
  readonly dropBeforeData: number;
};

const spoken = /^(mail|rcpt|data|dot)-(\d{3}|drop|garble|hang)(?![a-z0-9])/;

/**
 * The convention, read from the local part: `<phase>-<what>`, followed by anything that is not a
 * letter or digit: `rcpt-550.ada@…`, `data-drop.1@…`, `dot-garble@…`. A `mail-…` is read from
 * the sender's address, the others from the recipient's. `refuse-5xx…` and `defer…` are short for
 * the two common ones.
 */
export function faultOf(address: string, phase: SinkPhase): SinkFault | null {
  if (phase === 'rcpt' && address.startsWith('refuse-5xx')) return { does: 'reply', code: 550 };
  if (phase === 'rcpt' && address.startsWith('defer')) return { does: 'reply', code: 450 };
  const found = spoken.exec(address);
  if (found === null || found[1] !== phase) return null;
  const what = found[2] ?? '';
  if (what === 'drop' || what === 'garble' || what === 'hang') return { does: what };
  return { does: 'reply', code: Number(what) };
}
