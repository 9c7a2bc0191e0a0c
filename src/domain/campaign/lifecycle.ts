/**
 * The place where it stands what may be done to a campaign, and when.
 *
 * One table: the SQL guards, both surfaces' 409s, `can` in every answer and the docs read it.
 *
 *   draft, failed ──launch──► launching ──enrolled──► active ──► completed
 *                      └────► scheduled ──date────────┘ │ ▲
 *                                                  pause│ │resume
 *                                                       ▼ │
 *                                          draining ──► paused
 *
 * `draining` is the barrier: nothing new starts, what is on the wire is waited for, and only
 * then is `paused` (or `completed`, after a cancel) written.
 */
import type { CampaignStatus } from './campaign.ts';

export type CampaignAction =
  | 'launch'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'delete'
  | 'repair'
  | 'edit_content'
  | 'edit_schedule'
  | 'edit_pace';

type Row = {
  readonly from: readonly CampaignStatus[];
  /** What to do instead, by the status that forbids it. */
  readonly otherwise: Readonly<Partial<Record<CampaignStatus, string>>>;
};

const table: Readonly<Record<CampaignAction, Row>> = {
  launch: {
    from: ['draft', 'failed'],
    otherwise: {
      launching: 'This campaign is being launched already.',
      scheduled: 'This campaign is scheduled already; cancel it to start over.',
      active: 'This campaign is running already.',
      draining: 'This campaign is finishing what is on the wire; try again in a moment.',
      paused: 'This campaign is paused; resume it instead.',
      completed: 'This campaign is completed; duplicate it to run it again.',
    },
  },
  pause: {
    from: ['active', 'scheduled'],
    otherwise: {
      draft: 'This campaign is a draft; nothing of it is running.',
      launching: 'This campaign is being launched; pause it when it is active.',
      draining: 'This campaign is finishing what is on the wire; nothing new starts.',
      paused: 'This campaign is paused already.',
      completed: 'This campaign is completed; nothing of it is running.',
      failed: 'This campaign did not launch; nothing of it is running.',
    },
  },
  resume: {
    from: ['paused'],
    otherwise: {
      draft: 'This campaign is a draft; launch it instead.',
      launching: 'This campaign is being launched; it is not paused.',
      scheduled: 'This campaign is scheduled; it is not paused.',
      active: 'This campaign is running; it is not paused.',
      draining: 'This campaign is finishing what is on the wire; resume it when it is paused.',
      completed: 'This campaign is completed; duplicate it to run it again.',
      failed: 'This campaign did not launch; launch it again instead.',
    },
  },
  cancel: {
    from: ['draft', 'launching', 'scheduled', 'active', 'draining', 'paused', 'failed'],
    otherwise: { completed: 'This campaign is completed; there is nothing left to cancel.' },
  },
  delete: {
    from: ['draft', 'completed', 'failed'],
    otherwise: {
      launching: 'Cancel this campaign before you delete it.',
      scheduled: 'Cancel this campaign before you delete it.',
      active: 'Cancel this campaign before you delete it.',
      draining: 'This campaign is finishing what is on the wire; delete it when it is completed.',
      paused: 'Cancel this campaign before you delete it.',
    },
  },
  /**
   * An unknown settled as not sent, or after its step, or a failed lead tried again: the campaign
   * has a live lead again. Where it is not completed the lead goes on by itself.
   */
  repair: {
    from: ['completed'],
    otherwise: {
      draft: 'This campaign is a draft; there is nothing to repair.',
      launching: 'This campaign is being launched; repair it when it is active.',
      scheduled: 'This campaign is scheduled; there is nothing to repair.',
      active: 'This campaign is running; its leads can be tried again as they are.',
      draining: 'This campaign is finishing what is on the wire; repair it in a moment.',
      paused: 'This campaign is paused; its leads go on when it is resumed.',
      failed: 'This campaign did not launch; launch it again instead.',
    },
  },
  edit_content: {
    from: ['draft', 'failed'],
    otherwise: {
      launching: 'This can be changed before a launch only; duplicate the campaign instead.',
      scheduled: 'This can be changed before a launch only; cancel it and duplicate it instead.',
      active: 'This can be changed before a launch only; duplicate the campaign instead.',
      draining: 'This can be changed before a launch only; duplicate the campaign instead.',
      paused: 'This can be changed before a launch only; duplicate the campaign instead.',
      completed: 'This campaign is completed; duplicate it to change it.',
    },
  },
  /** Its date, and what is done then with what nobody has reviewed. */
  edit_schedule: {
    from: ['draft', 'scheduled', 'failed'],
    otherwise: {
      launching: 'This campaign is being launched; its date is past.',
      active: 'This campaign is running; its date is past.',
      draining: 'This campaign is finishing what is on the wire; its date is past.',
      paused: 'This campaign is paused; resume it instead of giving it another date.',
      completed: 'This campaign is completed; duplicate it to change it.',
    },
  },
  edit_pace: {
    from: ['draft', 'scheduled', 'active', 'paused', 'failed'],
    otherwise: {
      launching: 'This campaign is being launched; edit it when it is active.',
      draining: 'This campaign is finishing what is on the wire; edit it in a moment.',
      completed: 'This campaign is completed; duplicate it to change it.',
    },
  },
};

export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

export function mayDo(action: CampaignAction, status: CampaignStatus): Permission {
  const row = table[action];
  if (row.from.includes(status)) return { allowed: true };
  const reason = row.otherwise[status] ?? `A campaign that is ${status} does not allow this.`;
  return { allowed: false, reason };
}

/** What was cancelled stays ended: no lead of it is made live again. */
export function mayRepair(campaign: {
  readonly status: CampaignStatus;
  readonly cancelled: boolean;
}): Permission {
  if (!campaign.cancelled) return mayDo('repair', campaign.status);
  return {
    allowed: false,
    reason: 'This campaign was cancelled; duplicate it to write to its leads again.',
  };
}

/** Where a lead may be tried again without its campaign being opened for it. */
export function mayRetryIn(status: CampaignStatus): boolean {
  return status === 'active' || status === 'paused';
}

export type Can = Readonly<Record<CampaignAction, Permission>>;

export function can(status: CampaignStatus, cancelled = false): Can {
  return {
    launch: mayDo('launch', status),
    pause: mayDo('pause', status),
    resume: mayDo('resume', status),
    cancel: mayDo('cancel', status),
    delete: mayDo('delete', status),
    repair: mayRepair({ status, cancelled }),
    edit_content: mayDo('edit_content', status),
    edit_schedule: mayDo('edit_schedule', status),
    edit_pace: mayDo('edit_pace', status),
  };
}

/** The from-states of an action, for the guard of the statement that performs it. */
export function fromStates(action: CampaignAction): readonly CampaignStatus[] {
  return table[action].from;
}
