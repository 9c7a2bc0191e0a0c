/** The place where it is said what a lead is, and which words its columns go by. */
import type { Canonical } from '../../lib/canonical-json.ts';
import { normaliseAddress } from './address.ts';

export type LeadData = Readonly<Record<string, string | number | boolean | null>>;

export type Lead = {
  readonly id: string;
  readonly email: string | null;
  readonly data: LeadData;
};

/** Recognised under their usual names: case, blanks, dashes and underscores do not matter. */
const usualNames = {
  email: ['email', 'emailaddress', 'mail', 'workemail', 'businessemail', 'contactemail'],
  first_name: ['firstname', 'first', 'givenname', 'forename', 'fname'],
  last_name: ['lastname', 'last', 'surname', 'familyname', 'lname'],
  company: ['company', 'companyname', 'organization', 'organisation', 'employer', 'account'],
  title: ['title', 'jobtitle', 'position', 'role'],
  linkedin_url: ['linkedinurl', 'linkedin', 'linkedinprofile', 'linkedinprofileurl'],
  timezone: ['timezone', 'tz'],
} as const;
export type KnownColumn = keyof typeof usualNames;

const knownByName = new Map<string, KnownColumn>(
  Object.entries(usualNames).flatMap(([known, names]) =>
    names.map((name) => [name, known as KnownColumn] as const),
  ),
);

export function knownColumn(name: string): KnownColumn | null {
  return knownByName.get(name.toLowerCase().replace(/[\s_-]/g, '')) ?? null;
}

/** The recognised columns under their own names; the exact name wins over an alias of it. */
export function knownValues(data: LeadData): Readonly<Partial<Record<KnownColumn, string>>> {
  const values: Partial<Record<KnownColumn, string>> = {};
  for (const [name, value] of Object.entries(data)) {
    const known = knownColumn(name);
    if (known === null || value === null || value === '') continue;
    if (values[known] === undefined || name === known) values[known] = String(value).trim();
  }
  return values;
}

export function addressOf(data: LeadData): string | null {
  const { email } = knownValues(data);
  return email === undefined ? null : normaliseAddress(email);
}

/**
 * What a template sees: every column as it came, and the recognised ones under their usual names.
 */
export function templateData(data: LeadData): LeadData {
  return { ...data, ...knownValues(data) };
}

/**
 * The columns that a variable takes its value from, the first that holds one winning: the very
 * name, then whatever else the word goes by, in the order in which PostgreSQL keeps the keys of an
 * object. None: no row can have a value for it.
 */
export function columnsFeeding(columns: readonly string[], variable: string): readonly string[] {
  const others = columns.filter((name) => name !== variable && knownColumn(name) === variable);
  const asKeys = (one: string, other: string) =>
    one.length - other.length || (one < other ? -1 : 1);
  return [...(columns.includes(variable) ? [variable] : []), ...others.sort(asKeys)];
}

/** What makes this lead this person: a draft or an approval holds only while it stays the same. */
export function identityOf(lead: Lead): Canonical {
  const known = knownValues(lead.data);
  return {
    email: lead.email,
    first_name: known.first_name ?? null,
    last_name: known.last_name ?? null,
    company: known.company ?? null,
    title: known.title ?? null,
    linkedin_url: known.linkedin_url ?? null,
  };
}
