/** The place where a simple template becomes a closure: text, `{{ name }}`, a few plain filters. */
import { type Filter, Output, type Template, TypeGuards } from 'liquidjs';

import { escapeHtml, hasNoValue, plainText } from './values.ts';

/**
 * Liquid's evaluator is a generator a token; it took 40 % of the engine's CPU. What can be written
 * as straight code is, with Liquid's own parser in front and results held equal to Liquid's by a
 * property test; everything else stays with Liquid.
 */
export type Hole = {
  readonly name: string;
  /** The whole output as written: two holes with the same source always have the same value. */
  readonly source: string;
  /** The value after its filters, before any escaping; null where Liquid has to do it. */
  readonly read: (data: Data) => string | null;
  readonly isMissing: (data: Data) => boolean;
};

export type Data = Readonly<Record<string, unknown>>;

/** Text and holes in turn. */
export type Part = string | Hole;

type Step = (value: unknown) => unknown;

/** Not a value: it cannot be computed here, Liquid has to. */
const beyond = Symbol('beyond');

/** Null where the template holds anything that is not simple. */
export function partsOf(templates: readonly Template[]): readonly Part[] | null {
  const parts: Part[] = [];
  for (const template of templates) {
    const part = partOf(template);
    if (part === null) return null;
    parts.push(part);
  }
  return parts;
}

function partOf(template: Template): Part | null {
  const { token } = template;
  if (TypeGuards.isHTMLToken(token)) return token.getContent();
  return template instanceof Output ? holeOf(template) : null;
}

function holeOf(output: Output): Hole | null {
  const [variable, ...more] = output.value.initial.postfix;
  if (more.length > 0 || !TypeGuards.isPropertyAccessToken(variable)) return null;
  if (variable.variable !== undefined) return null;
  const path: string[] = [];
  for (const prop of variable.props) {
    if (!TypeGuards.isWordToken(prop) || derived.has(prop.content)) return null;
    path.push(prop.content);
  }
  const steps: Step[] = [];
  let hasDefault = false;
  for (const filter of output.value.filters) {
    // The escape at the end is appended by Liquid for HTML; the caller of a hole does its own.
    if (isOutputEscape(filter, output)) continue;
    const step = stepOf(filter);
    if (step === null) return null;
    hasDefault ||= filter.name === 'default';
    steps.push(step);
  }
  const look = lookUp(path);
  return {
    name: variable.getText(),
    source: output.token.getText(),
    read: (data) => readThrough(look(data), steps),
    isMissing: (data) => !hasDefault && hasNoValue(look(data)),
  };
}

function isOutputEscape(filter: Filter, output: Output): boolean {
  return filter === output.value.filters.at(-1) && filter.name === '[object Function]';
}

/** Liquid reads these off strings and lists, where nothing has that name. */
const derived = new Set(['size', 'first', 'last']);

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
const textSteps: Readonly<Record<string, (text: string) => string>> = {
  upcase: (text) => text.toUpperCase(),
  downcase: (text) => text.toLowerCase(),
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  strip: (text) => text.trim(),
};

function stepOf(filter: Filter): Step | null {
  if (filter.name === 'default') return defaultStep(filter);
  const change = Object.hasOwn(textSteps, filter.name) ? textSteps[filter.name] : undefined;
  if (change === undefined || filter.args.length > 0) return null;
  return (value) => {
    const text = plainText(value);
    return text === null ? beyond : change(text);
  };
}

function defaultStep({ args }: Filter): Step | null {
  const [argument, ...more] = args;
  if (more.length > 0 || Array.isArray(argument)) return null;
  const isLiteral = TypeGuards.isQuotedToken(argument) || TypeGuards.isNumberToken(argument);
  if (!isLiteral) return null;
  const instead: string | number = argument.content;
  return (value) => (isEmpty(value) ? instead : value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === '';
}

/** One value a hole, in order; null where Liquid has to do the whole template. */
export function valuesOf(
  parts: readonly Part[],
  data: Data,
  missing: Set<string>,
): readonly string[] | null {
  const values: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') continue;
    const value = part.read(data);
    if (value === null) return null;
    if (part.isMissing(data)) missing.add(part.name);
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
