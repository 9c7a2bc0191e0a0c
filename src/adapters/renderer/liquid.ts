/**
 * Cuts Liquid down to what a mail needs: it reads no file and no clock. Runs on the render thread
 * only.
 */
import {
  Context,
  evalToken,
  type Filter,
  Liquid,
  Output,
  type Template,
  TypeGuards,
  toValueSync,
} from 'liquidjs';

import { templateCharsMax } from './template-bounds.ts';
import { hasNoValue } from './values.ts';

const allocatedUnitsMax = 1_000_000;

const tags = ['if', 'unless', 'case', 'for', 'assign'];

/**
 * No filter here draws lots (`sample`) or reads a clock or a file: a draft that is rendered twice
 * is the same twice, or its approval would mean nothing. There is no `raw`: in an HTML body every
 * value is text.
 */
const filters = [
  'abs at_least at_most ceil divided_by floor minus modulo plus round times',
  'append capitalize downcase escape lstrip prepend remove remove_first replace replace_first',
  'rstrip size slice split strip strip_html strip_newlines truncate truncatewords upcase',
  'url_encode compact concat first join last map reverse sort uniq where date default',
].flatMap((names) => names.split(' '));

const missingRegister = 'missing';

export function createLiquid(format: 'text' | 'html'): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    // A variable without a value is noted, not thrown: the caller decides what it means.
    strictVariables: false,
    parseLimit: templateCharsMax,
    // Its time is bounded by the thread it runs on, which also bounds what Liquid does not count.
    memoryLimit: allocatedUnitsMax,
    timezoneOffset: 0,
    locale: 'en',
    // An empty shelf instead of the file system.
    templates: {},
    ...(format === 'html' ? { outputEscape: 'escape' } : {}),
  });
  keepOnly(liquid.tags, tags);
  keepOnly(liquid.filters, filters);
  guardDate(liquid);
  // Whoever escapes by hand, as other systems ask for, must not be escaped twice.
  const escapeFilter = liquid.filters['escape'];
  if (format === 'html' && typeof escapeFilter === 'function') {
    liquid.registerFilter('escape', { handler: escapeFilter, raw: true });
  }
  return liquid;
}

/** Parses, and prepares every output to note when its variable had no value. */
export function parseNoting(liquid: Liquid, text: string): Template[] {
  const templates = liquid.parse(text);
  for (const output of outputsOf(templates)) noteMissing(output);
  return templates;
}

export function renderNoting(
  liquid: Liquid,
  templates: Template[],
  { data, missing }: { readonly data: object; readonly missing: Set<string> },
): string {
  const context = new Context(data, liquid.options, { sync: true }, { liquid });
  context.setRegister(missingRegister, missing);
  return String(liquid.renderSync(templates, context));
}

function keepOnly(record: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(record)) if (!names.includes(name)) delete record[name];
}

function guardDate(liquid: Liquid): void {
  const date = liquid.filters['date'];
  if (typeof date !== 'function') return;
  liquid.registerFilter('date', function (value: unknown, ...args: unknown[]) {
    if (value === 'now' || value === 'today') throw new Error(`date: "${value}" is not known here`);
    return Reflect.apply(date, this, [value, ...args]) as unknown;
  });
}

function outputsOf(templates: readonly Template[]): Output[] {
  return templates.flatMap((template) => {
    if (template instanceof Output) return [template];
    if (template.children === undefined) return [];
    return outputsOf(toValueSync(template.children(false, true)) as Template[]);
  });
}

function noteMissing(output: Output): void {
  const { initial, filters: applied } = output.value;
  if (applied.some(({ name }) => name === 'default')) return;
  const tokens = [...initial.postfix, ...applied.flatMap(argumentsOf)];
  const variables = tokens.filter((token) => TypeGuards.isPropertyAccessToken(token));
  const render = output.render.bind(output);
  output.render = function* (context, emitter) {
    const missing = context.getRegister<Set<string>>(missingRegister, new Set());
    for (const variable of variables) {
      if (hasNoValue(yield evalToken(variable, context))) missing.add(variable.getText());
    }
    yield* render(context, emitter);
  };
}

function argumentsOf(filter: Filter) {
  return filter.args.map((argument) => (Array.isArray(argument) ? argument[1] : argument));
}
