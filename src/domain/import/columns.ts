/** The place where the headers of a file become the columns of a dataset. */
import type { Result } from '../../lib/result.ts';
import { failed, ok } from '../../lib/result.ts';
import { isStorable } from '../../lib/storable.ts';
import { columnNameLengthMax, columnsMax } from '../lead/dataset.ts';
import { type KnownColumn, knownColumn } from '../lead/lead.ts';
import type { FileFault } from './refusal.ts';

/** What was asked for: by header, the column it becomes; null leaves it out. */
export type AskedMapping = Readonly<Record<string, string | null>>;

/** By position: the column of each cell; null: it is left out. */
export type ColumnMap = readonly (string | null)[];

/**
 * In the tongues that lists are kept in, besides the names that a lead's columns go by everywhere.
 * Spelt as headers are compared: letters alone, small, without accents.
 */
const usualHeaders: Readonly<Record<KnownColumn, string>> = {
  email:
    'emailadress primaryemail personemail emailwork mailaddress mailadresse emailadresse correo ' +
    'correoelectronico courriel adressemail',
  first_name: 'firstnames contactfirstname vorname prenom nombre nome voornaam',
  last_name:
    'contactlastname nachname familienname nomdefamille apellido apellidos cognome achternaam',
  company: 'businessname firma unternehmen entreprise societe empresa azienda bedrijf',
  title: 'jobrole jobposition persontitle berufsbezeichnung funktion poste cargo puesto',
  linkedin_url: 'linkedinurlperson personlinkedinurl personlinkedin linkedinlink',
  timezone: 'zeitzone fuseauhoraire zonahoraria ianatimezone',
};

const knownByHeader = new Map<string, KnownColumn>(
  Object.entries(usualHeaders).flatMap(([known, names]) =>
    names.split(' ').map((name) => [name, known as KnownColumn] as const),
  ),
);

export function recognised(header: string): KnownColumn | null {
  const plain = header
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return knownColumn(header.trim()) ?? knownColumn(plain) ?? knownByHeader.get(plain) ?? null;
}

/**
 * What was asked for wins, then the usual names, each taken once and by the header that is nearest
 * to it; whatever is left keeps its own name.
 */
export function mapHeaders(
  headers: readonly string[],
  asked: AskedMapping | null,
): Result<ColumnMap, FileFault> {
  const names = headers.map((header, at) => plainHeader(header) || `column_${at + 1}`);
  if (names.length > columnsMax) {
    return fault(`The file has ${names.length} columns; a dataset has at most ${columnsMax}.`);
  }
  const faulty = names.find((name) => !isColumnName(name));
  if (faulty !== undefined) {
    return fault(`“${faulty.slice(0, 50)}” cannot be the name of a column; rename it in the file.`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    return fault(`Two columns are called “${twice}”; rename one of them in the file.`);
  }
  const unknown = Object.keys(asked ?? {}).find((header) => !names.includes(plainHeader(header)));
  if (unknown !== undefined) {
    return fault(`The mapping names “${unknown.slice(0, 50)}”, which no column is called.`);
  }
  const wanted = new Map(
    Object.entries(asked ?? {}).map(([header, column]) => [plainHeader(header), column]),
  );
  const taken = new Set<string>();
  for (const name of names) {
    const column = wanted.get(name);
    if (column === undefined || column === null) continue;
    if (!isColumnName(column))
      return fault(`The mapping's “${column.slice(0, 50)}” cannot be the name of a column.`);
    if (taken.has(column)) return fault(`The mapping has two headers for “${column}”.`);
    taken.add(column);
  }
  // Those that bear a usual name itself before those that only resemble one.
  const order = names
    .map((_, at) => at)
    .sort((a, b) => nearness(names[b]) - nearness(names[a]) || a - b);
  const columns: (string | null)[] = names.map(() => null);
  for (const at of order) {
    const name = names[at] ?? '';
    if (wanted.has(name)) columns[at] = wanted.get(name) ?? null;
    else {
      const known = recognised(name);
      const column = known !== null && !taken.has(known) ? known : name;
      if (taken.has(column))
        return fault(
          `Two columns would be called “${column}”; say in the mapping what each of them is.`,
        );
      taken.add(column);
      columns[at] = column;
    }
  }
  return ok(columns);
}

function nearness(name: string | undefined): number {
  if (name === undefined) return 0;
  if (recognised(name) === name) return 2;
  return recognised(name) === null ? 0 : 1;
}

function plainHeader(header: string): string {
  return header.trim().normalize('NFC');
}

export function isColumnName(name: string): boolean {
  if (name.trim() === '' || name.length > columnNameLengthMax) return false;
  // An object keeps this name for itself, and would lose what stands under it.
  return name !== '__proto__' && isStorable(name);
}

function fault(message: string): Result<never, FileFault> {
  return failed({ message });
}
