/**
 * Fills in a simple template: text, `{{ name }}`, a few plain filters. Knows no parser: what it
 * compiles was described by `described.ts` on the thread that parses, and holds plain data only.
 */
import { escapeHtml, hasNoValue, plainText } from './values.ts';

/**
 * Liquid's evaluator is a generator a token; it took 40 % of the engine's CPU. What can be written
 * as straight code is, with Liquid's own parser in front and results held equal to Liquid's by a
 * property test; everything else stays with Liquid.
 */
export type DescribedHole = {
  readonly name: string;
  /** The whole output as written: two holes with the same source always have the same value. */
  readonly source: string;
  readonly path: readonly string[];
  readonly filters: readonly DescribedFilter[];
};

export type TextFilter = 'upcase' | 'downcase' | 'capitalize' | 'strip';
export type DescribedFilter =
  | { readonly name: 'default'; readonly instead: string | number }
  | { readonly name: TextFilter };

/** Text and holes in turn. */
export type DescribedPart = string | DescribedHole;

type Hole = Pick<DescribedHole, 'name' | 'source'> & {
  readonly look: (data: Data) => unknown;
  readonly steps: readonly Step[];
  readonly hasDefault: boolean;
};

export type Data = Readonly<Record<string, unknown>>;
export type Part = string | Hole;

type Step = (value: unknown) => unknown;

/** Not a value: it cannot be computed here, Liquid has to. */
const beyond = Symbol('beyond');

export function compiledParts(parts: readonly DescribedPart[]): readonly Part[] {
  return parts.map((part) =>
    typeof part === 'string'
      ? part
      : {
          name: part.name,
          source: part.source,
          look: lookUp(part.path),
          steps: part.filters.map(stepFor),
          hasDefault: part.filters.some(({ name }) => name === 'default'),
        },
  );
}

function lookUp(path: readonly string[]): (data: Data) => unknown {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return (data) => own(data, first);
  return (data) => {
    let value = own(data, first);
    for (const key of rest) {
      if (value === undefined || value === null) return value;
      value = own(value, key);
    }
    return value;
  };
}

function own(object: unknown, key: string): unknown {
  if (!Object.hasOwn(object as object, key)) return undefined;
  const value = (object as Data)[key];
  return typeof value === 'function' ? beyond : value;
}

function readThrough(value: unknown, steps: readonly Step[]): string | null {
  let current = value;
  for (const step of steps) {
    if (typeof current === 'object' && current !== null) return null;
    current = step(current);
  }
  return plainText(current);
}

/** Every one of them first makes text of its value, as Liquid does. */
const textSteps: Readonly<Record<TextFilter, (text: string) => string>> = {
  upcase: (text) => text.toUpperCase(),
  downcase: (text) => text.toLowerCase(),
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  strip: (text) => text.trim(),
};

export function isTextFilter(name: string): name is TextFilter {
  return Object.hasOwn(textSteps, name);
}

function stepFor(filter: DescribedFilter): Step {
  if (filter.name === 'default') return (value) => (isEmpty(value) ? filter.instead : value);
  const change = textSteps[filter.name];
  return (value) => {
    const text = plainText(value);
    return text === null ? beyond : change(text);
  };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === '';
}

/**
 * One value a hole, in order; null where Liquid has to do the whole template, or where more than
 * `charsMax` would be read: then it is not quick.
 */
export function valuesFor(
  parts: readonly Part[],
  data: Data,
  { missing, charsMax }: { readonly missing: Set<string>; readonly charsMax: number },
): readonly string[] | null {
  const values: string[] = [];
  let chars = 0;
  for (const part of parts) {
    if (typeof part === 'string') continue;
    const found = part.look(data);
    if (typeof found === 'string') chars += found.length;
    if (chars > charsMax) return null;
    const value = readThrough(found, part.steps);
    if (value === null) return null;
    if (!part.hasDefault && hasNoValue(found)) missing.add(part.name);
    values.push(value);
  }
  return values;
}

export function joined(
  parts: readonly Part[],
  values: readonly string[],
  format: 'text' | 'html',
): string {
  let text = '';
  let hole = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = values[hole] ?? '';
    text += format === 'html' ? escapeHtml(value) : value;
    hole += 1;
  }
  return text;
}
