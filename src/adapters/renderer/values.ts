/** The place where a value of a lead becomes text, as Liquid would write it. */

/** Nothing a reader would see: "Hi ," is as wrong for an empty cell as for a missing column. */
export function hasNoValue(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** Null where only Liquid itself knows how (objects, and whatever else is not plain data). */
export function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === undefined || value === null ? '' : null;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};
const special = /[&<>"']/;
const specials = /[&<>"']/g;

/** The same five, written the same way, as Liquid's `escape`. */
export function escapeHtml(text: string): string {
  return special.test(text) ? text.replace(specials, (sign) => escapes[sign] ?? sign) : text;
}
