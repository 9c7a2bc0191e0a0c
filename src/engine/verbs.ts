/**
 * The place where everything that happens by itself is listed, with the instant it is next worth
 * doing.
 */
import { findNextDue } from '../db/claim.ts';
import { findNextDraft } from '../db/drafts.ts';
import { findNextLaunch } from '../db/launch.ts';
import type { EngineDeps, RunOnce } from './deps.ts';
import { defaultSettings } from './deps.ts';
import { dispatchOnce } from './dispatch.ts';
import { draftOnce } from './draft.ts';
import { importOnce } from './import.ts';
import { launchOnce } from './launch.ts';
import { postOnce } from './post.ts';
import { sweepOnce } from './sweep.ts';

export type Verb = {
  readonly name: 'dispatch' | 'draft' | 'launch' | 'import' | 'post' | 'sweep';
  readonly runOnce: RunOnce;
  /** An instant of the engine's clock; null: by the real period alone. */
  readonly nextAt: ((db: EngineDeps['db']) => Promise<number>) | null;
  /** Looked at at least this often, in real time, whatever was or was not notified. */
  readonly periodMs: number;
  /** Rounds of one worker that may overlap. */
  readonly lanes: number;
};

export const verbs: readonly Verb[] = [
  {
    name: 'dispatch',
    runOnce: dispatchOnce,
    nextAt: findNextDue,
    periodMs: 5_000,
    lanes: defaultSettings.roundsMax,
  },
  { name: 'draft', runOnce: draftOnce, nextAt: findNextDraft, periodMs: 5_000, lanes: 1 },
  { name: 'launch', runOnce: launchOnce, nextAt: findNextLaunch, periodMs: 5_000, lanes: 1 },
  { name: 'import', runOnce: importOnce, nextAt: null, periodMs: 5_000, lanes: 1 },
  { name: 'post', runOnce: postOnce, nextAt: null, periodMs: 5_000, lanes: 1 },
  { name: 'sweep', runOnce: sweepOnce, nextAt: null, periodMs: 3_000, lanes: 1 },
];
