import { describe, expect, it } from 'vitest';
import type { FenceFacts } from './fence.ts';
import { fenceReason, rightNow, silenceMsMax } from './fence.ts';

const real = 1_772_442_000_000;

const crashed: FenceFacts = {
  real,
  stoppedCleanly: false,
  heartbeatAt: real - 60_000,
  highestClaim: 7,
  folderClaim: 7,
  systemThen: 's',
  systemNow: 's',
};

const reason = (of: Partial<FenceFacts>) => fenceReason({ ...crashed, ...of });

describe('a start is not fenced', () => {
  it('after a crash a moment ago, nor after a clean stop however long ago', () => {
    expect(reason({})).toBeNull();
    expect(reason({ heartbeatAt: real - silenceMsMax })).toBeNull();
    expect(reason({ stoppedCleanly: true, heartbeatAt: 0 })).toBeNull();
  });

  it('by a folder that is new, or saw no more than the database knows', () => {
    expect(reason({ folderClaim: null })).toBeNull();
    expect(reason({ folderClaim: 6 })).toBeNull();
  });

  it('by a server whose name could not be read', () => {
    expect(reason({ systemThen: null })).toBeNull();
    expect(reason({ systemNow: null })).toBeNull();
  });

  it('before the first heartbeat', () => {
    expect(reason({ heartbeatAt: null })).toBeNull();
  });
});

describe('a start is fenced', () => {
  it('on another server than before', () => {
    expect(reason({ systemNow: 't' })).toBe(
      'The data lies on another PostgreSQL server than before: it may be a restored copy.',
    );
  });

  it('by a database that is behind its folder, by one claim already', () => {
    expect(reason({ folderClaim: 8 })).toBe(
      'The database is behind its data folder (claim 7 of 8): it was restored from a backup.',
    );
    expect(reason({ folderClaim: 8, stoppedCleanly: true })).not.toBeNull();
    expect(reason({ folderClaim: 1, highestClaim: 0, heartbeatAt: null })).not.toBeNull();
  });

  it('after an unclean stop and a silence of more than a quarter of an hour', () => {
    expect(reason({ heartbeatAt: real - silenceMsMax - 1 })).toBe(
      'The engine did not stop cleanly and was silent for 15 minutes: it may be a restored copy.',
    );
    expect(reason({ heartbeatAt: real - 26 * 3_600_000 })).toBe(
      'The engine did not stop cleanly and was silent for 1560 minutes: it may be a restored copy.',
    );
  });
});

describe('the right of a worker that runs', () => {
  const right = (beganFenced: boolean, epoch: number, isFenced = false) =>
    rightNow({ epoch: 3, beganFenced }, { epoch, isFenced });

  it('is the same while its epoch is, fenced or not', () => {
    for (const began of [true, false]) {
      expect([right(began, 3), right(began, 3, true)]).toEqual(['same', 'same']);
    }
  });

  it('begins anew where the fence that it began behind was accepted, and none stands', () => {
    expect([right(true, 4), right(true, 5), right(true, 4, true)]).toEqual([
      'anew',
      'anew',
      'same',
    ]);
  });

  it('has ended where it was not fenced at first, or the database is an older one', () => {
    expect([right(false, 4), right(false, 4, true), right(true, 2), right(false, 2)]).toEqual(
      Array(4).fill('ended'),
    );
  });
});
