/** Reads free JSON within its bounds. */
import type { z } from 'zod';
import { freeJsonBounds, freeJsonFault } from '../../domain/free-json.ts';

const { bytesMax, keysMax, levelsMax } = freeJsonBounds;

export const freeJsonMeaning = `At most ${bytesMax} bytes as JSON, ${keysMax} keys, ${levelsMax} levels.`;

export function boundedJson<T extends z.ZodType>(schema: T) {
  return schema.superRefine((value, context) => {
    const message = freeJsonFault(value ?? null);
    if (message === null) return;
    context.addIssue({ code: 'custom', message, params: { type: 'object.max' } });
  });
}
