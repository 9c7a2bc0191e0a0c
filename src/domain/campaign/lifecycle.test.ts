import { describe, expect, it } from 'vitest';
import type { CampaignStatus } from './campaign.ts';
import { campaignStatuses } from './campaign.ts';
import type { CampaignAction } from './lifecycle.ts';
import { can, fromStates, mayDo } from './lifecycle.ts';

/** Allowed: true; else why not. */
const table: Readonly<Record<CampaignAction, Readonly<Record<CampaignStatus, true | string>>>> = {
  launch: {
    draft: true,
    launching: 'This campaign is being launched already.',
    scheduled: 'This campaign is scheduled already; cancel it to start over.',
    active: 'This campaign is running already.',
    draining: 'This campaign is finishing what is on the wire; try again in a moment.',
    paused: 'This campaign is paused; resume it instead.',
    completed: 'This campaign is completed; duplicate it to run it again.',
    failed: true,
  },
  pause: {
    draft: 'This campaign is a draft; nothing of it is running.',
    launching: 'This campaign is being launched; pause it when it is active.',
    scheduled: true,
    active: true,
    draining: 'This campaign is finishing what is on the wire; nothing new starts.',
    paused: 'This campaign is paused already.',
    completed: 'This campaign is completed; nothing of it is running.',
    failed: 'This campaign did not launch; nothing of it is running.',
  },
  resume: {
    draft: 'This campaign is a draft; launch it instead.',
    launching: 'This campaign is being launched; it is not paused.',
    scheduled: 'This campaign is scheduled; it is not paused.',
    active: 'This campaign is running; it is not paused.',
    draining: 'This campaign is finishing what is on the wire; resume it when it is paused.',
    paused: true,
    completed: 'This campaign is completed; duplicate it to run it again.',
    failed: 'This campaign did not launch; launch it again instead.',
  },
  cancel: {
    draft: true,
    launching: true,
    scheduled: true,
    active: true,
    draining: true,
    paused: true,
    completed: 'This campaign is completed; there is nothing left to cancel.',
    failed: true,
  },
  delete: {
    draft: true,
    launching: 'Cancel this campaign before you delete it.',
    scheduled: 'Cancel this campaign before you delete it.',
    active: 'Cancel this campaign before you delete it.',
    draining: 'This campaign is finishing what is on the wire; delete it when it is completed.',
    paused: 'Cancel this campaign before you delete it.',
    completed: true,
    failed: true,
  },
  repair: {
    draft: 'This campaign is a draft; there is nothing to repair.',
    launching: 'This campaign is being launched; repair it when it is active.',
    scheduled: 'This campaign is scheduled; there is nothing to repair.',
    active: 'This campaign is running; its leads can be tried again as they are.',
    draining: 'This campaign is finishing what is on the wire; repair it in a moment.',
    paused: 'This campaign is paused; its leads go on when it is resumed.',
    completed: true,
    failed: 'This campaign did not launch; launch it again instead.',
  },
  edit_content: {
    draft: true,
    launching: 'This can be changed before a launch only; duplicate the campaign instead.',
    scheduled: 'This can be changed before a launch only; cancel it and duplicate it instead.',
    active: 'This can be changed before a launch only; duplicate the campaign instead.',
    draining: 'This can be changed before a launch only; duplicate the campaign instead.',
    paused: 'This can be changed before a launch only; duplicate the campaign instead.',
    completed: 'This campaign is completed; duplicate it to change it.',
    failed: true,
  },
  edit_schedule: {
    draft: true,
    launching: 'This campaign is being launched; its date is past.',
    scheduled: true,
    active: 'This campaign is running; its date is past.',
    draining: 'This campaign is finishing what is on the wire; its date is past.',
    paused: 'This campaign is paused; resume it instead of giving it another date.',
    completed: 'This campaign is completed; duplicate it to change it.',
    failed: true,
  },
  edit_pace: {
    draft: true,
    launching: 'This campaign is being launched; edit it when it is active.',
    scheduled: true,
    active: true,
    draining: 'This campaign is finishing what is on the wire; edit it in a moment.',
    paused: true,
    completed: 'This campaign is completed; duplicate it to change it.',
    failed: true,
  },
};
const actions = Object.keys(table) as CampaignAction[];

describe('what may be done to a campaign', () => {
  it.each(actions)('%s is allowed where the table says so, and says why where not', (action) => {
    for (const status of campaignStatuses) {
      const told = mayDo(action, status);
      expect([status, told.allowed ? true : told.reason]).toEqual([status, table[action][status]]);
      expect(can(status)[action]).toEqual(told);
    }
  });

  it.each(actions)('%s is guarded in SQL by the same table', (action) => {
    const from = campaignStatuses.filter((status) => mayDo(action, status).allowed);
    expect(fromStates(action).toSorted()).toEqual(from.toSorted());
  });

  it('is told for every action at once', () => {
    expect(Object.keys(can('draft')).toSorted()).toEqual(actions.toSorted());
  });

  it('is no repair of what was cancelled', () => {
    expect(can('completed', false).repair).toEqual({ allowed: true });
    expect(can('completed', true).repair).toEqual({
      allowed: false,
      reason: 'This campaign was cancelled; duplicate it to write to its leads again.',
    });
    expect(can('completed', true).delete).toEqual({ allowed: true });
  });
});
