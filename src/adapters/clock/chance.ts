/** The place where chance is taken from the operating system. */
import { v7 } from 'uuid';
import type { Chance } from '../../ports/clock.ts';

export function createChance(): Chance {
  return { uuid: (at) => v7({ msecs: at }) };
}
