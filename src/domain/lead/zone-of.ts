/** The place where it is read from a row in which zone its lead lives. */
import { isTimeZone } from '../schedule/zone.ts';
import { knownValues, type LeadData } from './lead.ts';

/** Null where the row names none, or none there is: then the campaign's own holds. */
export function zoneOf(data: LeadData): string | null {
  const { timezone } = knownValues(data);
  return timezone !== undefined && isTimeZone(timezone) ? timezone : null;
}
