/** Decides how much free JSON may hold: data that a client keeps with us and we do not know. */

export const freeJsonBounds = { bytesMax: 65_536, keysMax: 200, levelsMax: 8 } as const;

/** What is wrong with it, in words; null where it fits. */
export function freeJsonFault(value: unknown): string | null {
  const { bytesMax, keysMax, levelsMax } = freeJsonBounds;
  const shape = { keys: 0, levels: 0 };
  measure(value, 1, shape);
  if (shape.levels > levelsMax) return `must have at most ${levelsMax} levels`;
  if (shape.keys > keysMax) {
    return `must have at most ${keysMax} keys, those of its parts included`;
  }
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  return bytes > bytesMax ? `must have at most ${bytesMax} bytes as JSON` : null;
}

type Shape = { keys: number; levels: number };

/** Goes no deeper, and counts no further, than what is refused already. */
function measure(value: unknown, level: number, shape: Shape): void {
  if (typeof value !== 'object' || value === null) return;
  shape.levels = Math.max(shape.levels, level);
  if (shape.levels > freeJsonBounds.levelsMax || shape.keys > freeJsonBounds.keysMax) return;
  if (!Array.isArray(value)) shape.keys += Object.keys(value).length;
  for (const member of Object.values(value)) measure(member, level + 1, shape);
}
