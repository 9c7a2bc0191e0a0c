/**
 * The place where answers of the tests become the examples of the document: `npm run examples` runs
 * the tests over HTTP and keeps, of each operation, one success that shows most in few lines.
 */
import { appendFileSync, readFileSync } from 'node:fs';

export type Recorded = {
  readonly operationId: string;
  readonly status: number;
  readonly request: unknown;
  readonly answer: unknown;
};

const file = process.env['COUNTERSIGN_RECORD_EXAMPLES'];
const exampleLengthMax = 3_000;

/** Does nothing unless examples are being recorded. */
export function record(recorded: Recorded): void {
  if (file === undefined || recorded.status >= 300) return;
  appendFileSync(file, `${JSON.stringify(recorded)}\n`);
}

export function chooseExamples(path: string): Readonly<Record<string, object>> {
  const best = new Map<string, { readonly worth: number; readonly example: object }>();
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const { operationId, request, answer } = JSON.parse(line) as Recorded;
    const worth = worthOf(JSON.stringify(answer));
    if (worth <= (best.get(operationId)?.worth ?? Number.NEGATIVE_INFINITY)) continue;
    const isObject = typeof request === 'object' && request !== null;
    best.set(operationId, { worth, example: isObject ? { request, answer } : { answer } });
  }
  return Object.fromEntries(
    [...best].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { example }]) => [name, example]),
  );
}

/** The more the better, and what no screen holds is worth less the longer it is. */
function worthOf(text: string): number {
  const emptiness = (text.match(/null|\[\]/g) ?? []).length * 30;
  const length = text.length > exampleLengthMax ? -text.length : text.length;
  return length - emptiness;
}
