/** The place where times of day are read in every usual spelling and written as HH:MM:SS. */
import { z } from 'zod';

const shape =
  /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/**
 * Older clients send `09:00`, `09:00:00.000Z` or `09:00:00+02:00` for the same thing: nine o'clock
 * in the zone of the campaign. The offset is therefore read and left aside.
 */
export const timeOfDayInput = z
  .string()
  .regex(shape, { error: 'must be a time of day, HH:MM or HH:MM:SS' })
  .transform((text) => (text.slice(5, 6) === ':' ? text.slice(0, 8) : `${text.slice(0, 5)}:00`))
  .meta({ description: 'HH:MM or HH:MM:SS, in the zone of the campaign.' });

export const timeOfDay = z.string().regex(/^\d\d:\d\d:\d\d$/);
