/** Describes a simple template as plain data, so that it can be filled in where no parser runs. */
import { type Filter, Output, type Template, TypeGuards } from 'liquidjs';

import { type DescribedFilter, type DescribedPart, isTextFilter } from './compiled.ts';

/** Null where the template holds anything that is not simple. */
export function describedParts(templates: readonly Template[]): readonly DescribedPart[] | null {
  const parts: DescribedPart[] = [];
  for (const template of templates) {
    const part = describedPart(template);
    if (part === null) return null;
    parts.push(part);
  }
  return parts;
}

function describedPart(template: Template): DescribedPart | null {
  const { token } = template;
  if (TypeGuards.isHTMLToken(token)) return token.getContent();
  return template instanceof Output ? describedHole(template) : null;
}

/** Liquid reads these off strings and lists, where nothing has that name. */
const derived = new Set(['size', 'first', 'last']);

function describedHole(output: Output): DescribedPart | null {
  const [variable, ...more] = output.value.initial.postfix;
  if (more.length > 0 || !TypeGuards.isPropertyAccessToken(variable)) return null;
  if (variable.variable !== undefined) return null;
  const path: string[] = [];
  for (const prop of variable.props) {
    if (!TypeGuards.isWordToken(prop) || derived.has(prop.content)) return null;
    path.push(prop.content);
  }
  const filters: DescribedFilter[] = [];
  for (const filter of output.value.filters) {
    // The escape at the end is appended by Liquid for HTML; who fills a hole does it himself.
    if (isOutputEscape(filter, output)) continue;
    const described = describedFilter(filter);
    if (described === null) return null;
    filters.push(described);
  }
  return { name: variable.getText(), source: output.token.getText(), path, filters };
}

function isOutputEscape(filter: Filter, output: Output): boolean {
  return filter === output.value.filters.at(-1) && filter.name === '[object Function]';
}

function describedFilter({ name, args }: Filter): DescribedFilter | null {
  if (name !== 'default') return isTextFilter(name) && args.length === 0 ? { name } : null;
  const [argument, ...more] = args;
  if (more.length > 0 || Array.isArray(argument)) return null;
  const isLiteral = TypeGuards.isQuotedToken(argument) || TypeGuards.isNumberToken(argument);
  return isLiteral ? { name, instead: argument.content } : null;
}
