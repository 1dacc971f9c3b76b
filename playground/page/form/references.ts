import { lookUp } from '../../../sandbox/zapier/mapping.ts';
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import type { OutputField } from '../../api.ts';

/** A piece of a value: text that stays, or a reference into the trigger step's sample. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly path: string };

/** A field of the sample that can be inserted. */
export interface SampleField {
  /** What stands between the braces: `invoice__id`, `rows[]User ID`. */
  readonly path: string;
  readonly label: string;
  readonly value: Json;
}

/** The step whose fields can be mapped. */
export interface TriggerStep {
  readonly sample: JsonObject;
  /** Labels by path, where a definition gives them. */
  readonly labels: ReadonlyMap<string, string>;
}

const REFERENCE = /\{\{([^{}]+)\}\}/g;
const SEPARATOR = /\.|__/;
const ROWS = '[]';
const LONGEST_PILL_VALUE = 32;

/** How a reference is written. */
export const toReference = (path: string): string => `{{${path}}}`;

/** A value taken apart; `''` has no parts. */
export const partsOf = (template: string): Part[] => {
  const parts: Part[] = [];
  let from = 0;
  for (const match of template.matchAll(REFERENCE)) {
    if (match.index > from) parts.push({ kind: 'text', text: template.slice(from, match.index) });
    parts.push({ kind: 'reference', path: (match[1] ?? '').trim() });
    from = match.index + match[0].length;
  }
  if (from < template.length) parts.push({ kind: 'text', text: template.slice(from) });
  return parts;
};

/** Whether a value refers to the sample. */
export const hasReference = (template: string): boolean =>
  partsOf(template).some(({ kind }) => kind === 'reference');

/** What a reference stands for: its name, and its sample value as short text; null where it leads nowhere. */
export const describeReference = (
  path: string,
  { sample, labels }: TriggerStep,
): { readonly label: string; readonly value: string | null } => {
  const value = lookUp(sample, path);
  return { label: labelOf(path, labels), value: value === undefined ? null : shortText(value) };
};

/** Everything in a sample that can be mapped, in its order; a column of line items is one field. */
export const sampleFields = ({ sample, labels }: TriggerStep): SampleField[] =>
  pathsIn(sample).map((path) => ({
    path,
    label: labelOf(path, labels),
    value: lookUp(sample, path) ?? null,
  }));

const pathsIn = (object: Record<string, unknown>, prefix = ''): string[] =>
  Object.entries(object).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    // Braces would end the reference, and rows have one level.
    if (/[{}]/.test(name)) return [];
    if (isObject(value) && Object.keys(value).length > 0) return pathsIn(value, `${path}__`);
    const rows = Array.isArray(value) ? value.filter(isObject) : [];
    if (rows.length === 0) return [path];
    return [...new Set(rows.flatMap(Object.keys))].map((column) => `${path}[]${column}`);
  });

/** The labels that a definition gives to the paths of its output. */
export const labelsOf = (outputs: readonly OutputField[]): Map<string, string> =>
  new Map(
    outputs.flatMap(({ key, label, children }): [string, string][] =>
      children ? children.map((child) => [`${key}[]${child.key}`, child.label]) : [[key, label]],
    ),
  );

const labelOf = (path: string, labels: ReadonlyMap<string, string>): string => {
  const known = labels.get(path.replaceAll('.', '__'));
  if (known !== undefined) return known;
  // A column of line items goes by its own name: its list is the same for all of them.
  const [column = path] = path.split(ROWS).slice(-1);
  return column.split(SEPARATOR).map(toWords).join(' › ');
};

/** `hosted_invoice_url` -> `Hosted invoice url`. */
export const toWords = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .trim()
    .replace(/^\p{Ll}/u, (first) => first.toUpperCase());

/** A value on one short line. */
export const shortText = (value: Json, longest = LONGEST_PILL_VALUE): string => {
  const text = Array.isArray(value) ? value.map(plainText).join(', ') : plainText(value);
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

const plainText = (value: Json): string => {
  if (value === null || value === '') return '(blank)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
