/** The place where the templates of a campaign are held against the rows they will be filled by. */
import { columnsFeeding } from '../lead/lead.ts';
import type { Alias } from '../send/alias.ts';
import type { Footer } from '../send/footer.ts';
import type { Campaign } from './campaign.ts';
import type { Finding, RowCount } from './finding.ts';
import { finding } from './finding.ts';

/** A template as it stands now. */
export type TemplateAtHand = {
  readonly id: string;
  readonly body: string;
  /** Every variable it names. */
  readonly variables: readonly string[];
  /** Those that leave a hole where there is no value: neither a default nor an `if` covers them. */
  readonly needed: readonly string[];
};

export type TextFacts = {
  readonly campaign: Campaign;
  readonly aliases: readonly Alias[];
  readonly footer: Footer;
  readonly templatesById: ReadonlyMap<string, TemplateAtHand>;
  readonly columns: readonly string[];
  readonly valueless: ReadonlyMap<string, RowCount>;
};

/** What is asked of the rows, each once: whether they have a value for it. */
export function neededVariables(
  templates: readonly TemplateAtHand[],
  columns: readonly string[],
): readonly string[] {
  const names = new Set(templates.flatMap((template) => template.needed));
  return [...names].filter((name) => columnsFeeding(columns, name).length > 0);
}

type Use = {
  readonly step: number;
  readonly variantLabel: string;
  readonly template: TemplateAtHand;
};

export function textWarnings(facts: TextFacts, rows: number): readonly Finding[] {
  return usesOf(facts).flatMap((use) => [
    ...unknownVariables(facts, use, rows),
    ...missingValues(facts, use),
    ...unsubscribeWarning(facts, use),
  ]);
}

function usesOf({ campaign, templatesById }: TextFacts): readonly Use[] {
  return campaign.steps.flatMap(({ step, channel, variants }) =>
    variants.flatMap(({ label: variantLabel, templateId, type }) => {
      const template = templatesById.get(templateId ?? '');
      if (channel !== 'email' || type !== 'TEMPLATE' || template === undefined) return [];
      return [{ step, variantLabel, template }];
    }),
  );
}

function unknownVariables(
  { columns }: TextFacts,
  { template, ...at }: Use,
  rows: number,
): readonly Finding[] {
  return template.variables.flatMap((name) => {
    if (columnsFeeding(columns, name).length > 0) return [];
    const message = template.needed.includes(name)
      ? `The template names {{ ${name} }}, which is no column of the dataset: it stays empty.`
      : `The template names {{ ${name} }}, which is no column of the dataset.`;
    return [finding('UNKNOWN_VARIABLE', message, { ...at, field: name, count: rows })];
  });
}

function missingValues({ valueless }: TextFacts, { template, ...at }: Use): readonly Finding[] {
  return template.needed.flatMap((name) => {
    const found = valueless.get(name);
    if (found === undefined || found.count === 0) return [];
    const message =
      `These rows have no value for {{ ${name} }}, which stays empty: ` +
      'fill them in, or give it a default.';
    return [finding('MISSING_VALUE', message, { ...at, ...found, field: name })];
  });
}

/** In the words of the languages we were asked for; a link under its own name counts in any. */
const unsubscribeWords = new RegExp(
  'unsubscribe|opt[ -]?out|abmelden|abbestellen|d[ée]sinscri|d[ée]sabonn|darse de baja|' +
    'cancelar|disiscriv|afmelden',
  'i',
);

/**
 * Every mail has a line with the link below it. It is the one we suggest, in English, where nobody
 * has said anything: neither the template, nor every signature, nor the account.
 */
function unsubscribeWarning(
  { aliases, footer }: TextFacts,
  { template, ...at }: Use,
): readonly Finding[] {
  if (footer.unsubscribeLine !== null) return [];
  const signed = aliases.length > 0 && aliases.every(({ signature }) => says(signature ?? ''));
  if (signed || says(template.body)) return [];
  const message =
    'The template has no unsubscribe line of its own: the one we suggest stands below it. ' +
    'Choose your own words for it, once for all mail: unsubscribe_line of the account.';
  return [finding('NO_UNSUBSCRIBE_LINE', message, { ...at, field: 'template_id' })];
}

function says(text: string): boolean {
  return unsubscribeWords.test(text);
}
