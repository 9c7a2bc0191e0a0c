/** The place where it is said what a look at one thing comes to. */

export type Finding = {
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly says: string;
  /** What to do about it; with every warning and every failure. */
  readonly cure: string | null;
};

export function fine(check: string, says: string): Finding {
  return { check, level: 'ok', says, cure: null };
}

export function warning(check: string, says: string, cure: string): Finding {
  return { check, level: 'warn', says, cure };
}

export function fault(check: string, says: string, cure: string): Finding {
  return { check, level: 'fail', says, cure };
}
