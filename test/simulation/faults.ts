/**
 * The place where it is decided what goes wrong, and when.
 *
 * Every seed aims at one crash point in one way, so that some thousand seeds go through all of
 * them; beside it things go wrong by chance, from not at all to all the time.
 */
import type { Op } from './kernel.ts';
import type { Seeded } from './seeded.ts';

export const pointFaults = ['crash_before', 'crash_after', 'error', 'lost', 'late'] as const;
export type PointFault = (typeof pointFaults)[number];

export type Fault =
  | { readonly kind: 'crash_before' | 'crash_after' | 'lost' }
  /** `way`: which of its ways to fail. */
  | { readonly kind: 'error'; readonly way: number }
  /** Carried out now, answered `ms` of real time later. */
  | { readonly kind: 'late'; readonly ms: number };

export type Faults = {
  readonly at: (op: Op) => Fault | null;
  /** Faults stop; what they did has to be lived with. */
  readonly calm: () => void;
  readonly isCalm: () => boolean;
  readonly hits: () => ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly cannot: () => ReadonlyMap<string, readonly PointFault[]>;
};

export type Aim = {
  readonly label: string;
  readonly kind: PointFault;
  /** So many pass by first. */
  readonly after: number;
};

export type FaultPlan = {
  /** Of one operation. */
  readonly probability: number;
  /** What happens by chance: everything, or on a slow network nothing but late answers. */
  readonly kinds: readonly PointFault[];
  readonly aims: readonly Aim[];
  /** What people do fails too, but they are not crashed as often. */
  readonly faultsMax: number;
};

/** Short ones, and longer than a lease is trusted, than it lasts, than a writer's. */
const lateMs = [500, 12_000, 26_000, 31_000, 45_000, 90_000, 200_000] as const;

export function createFaults(plan: FaultPlan, chance: Seeded): Faults {
  const hits = new Map<string, Map<string, number>>();
  const cannot = new Map<string, readonly PointFault[]>();
  let calm = false;
  const aimed = plan.aims.map((aim) => ({ ...aim, struck: false, passed: 0 }));
  let left = plan.faultsMax;

  function decide(op: Op): Fault | null {
    if (calm) return null;
    for (const aim of aimed) {
      if (aim.struck || op.spec.label !== aim.label) continue;
      aim.passed += 1;
      if (aim.passed <= aim.after) continue;
      aim.struck = true;
      return possible(op, ofKind(aim.kind));
    }
    if (left === 0 || !chance.happens(plan.probability)) return null;
    left -= 1;
    return possible(op, ofKind(chance.pick(plan.kinds)));
  }

  function ofKind(kind: PointFault): Fault {
    if (kind === 'late') return { kind, ms: chance.pick(lateMs) };
    return kind === 'error' ? { kind, way: chance.below(1_000) } : { kind };
  }

  return {
    at: (op) => {
      const fault = decide(op);
      const { label } = op.spec;
      const ofLabel = hits.get(label) ?? new Map<string, number>();
      if (!cannot.has(label)) cannot.set(label, impossible(op));
      const name = fault?.kind ?? (calm ? 'calm' : 'passed');
      hits.set(label, ofLabel.set(name, (ofLabel.get(name) ?? 0) + 1));
      return fault;
    },
    calm: () => {
      calm = true;
    },
    isCalm: () => calm,
    hits: () => hits,
    cannot: () => cannot,
  };
}

/** Not everything can fail in every way: a sleep has no answer to lose. */
function possible(op: Op, fault: Fault): Fault | null {
  return impossible(op).includes(fault.kind) ? null : fault;
}

function impossible({ spec }: Op): readonly PointFault[] {
  return pointFaults.filter(
    (kind) =>
      (kind === 'error' && spec.spoil === undefined) ||
      (kind === 'lost' && spec.lose === undefined),
  );
}
