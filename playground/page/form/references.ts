import { lookUp } from '../../../sandbox/zapier/mapping.ts';
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import type { OutputField } from '../../api.ts';

/** A part of a value: plain text, or a reference into the trigger step's sample. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly path: string };

/** A field of the sample that can be inserted. */
interface SampleField {
  /** The text between the braces: `invoice__id`, `rows[]User ID`. */
  readonly path: string;
  readonly label: string;
  readonly value: Json;
}

/** The trigger step, whose fields can be mapped. */
export interface TriggerStep {
  readonly sample: JsonObject;
  /** Labels by path, for the paths that a definition names. */
  readonly labels: ReadonlyMap<string, string>;
}

const REFERENCE = /\{\{([^{}]+)\}\}/g;
const SEPARATOR = /\.|__/;
const ROWS = '[]';
const MAX_PILL_LENGTH = 32;

/** A reference as it is written in a value. */
export const toReference = (path: string): string => `{{${path}}}`;

/** Splits a value into its parts; `''` has none. */
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

/** Whether a value contains a reference. */
export const hasReference = (template: string): boolean =>
  partsOf(template).some(({ kind }) => kind === 'reference');

/** The label of a reference, and its value in the sample as short text; null if the sample has no such field. */
export const describeReference = (
  path: string,
  { sample, labels }: TriggerStep,
): { readonly label: string; readonly value: string | null } => {
  const value = lookUp(sample, path);
  return { label: labelOf(path, labels), value: value === undefined ? null : shortText(value) };
};

/** Every field of a sample that can be mapped, in order; a column of line items is one field. */
export const sampleFields = ({ sample, labels }: TriggerStep): SampleField[] =>
  pathsIn(sample).map((path) => ({
    path,
    label: labelOf(path, labels),
    value: lookUp(sample, path) ?? null,
  }));

const pathsIn = (object: Record<string, unknown>, prefix = ''): string[] =>
  Object.entries(object).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    // A name with braces cannot be written as a reference.
    if (/[{}]/.test(name)) return [];
    if (isObject(value) && Object.keys(value).length > 0) return pathsIn(value, `${path}__`);
    const rows = Array.isArray(value) ? value.filter(isObject) : [];
    if (rows.length === 0) return [path];
    return [...new Set(rows.flatMap(Object.keys))].map((column) => `${path}[]${column}`);
  });

/** The labels of the outputs of a definition, by path. */
export const labelsOf = (outputs: readonly OutputField[]): Map<string, string> =>
  new Map(
    outputs.flatMap(({ key, label, children }): [string, string][] =>
      children ? children.map((child) => [`${key}[]${child.key}`, child.label]) : [[key, label]],
    ),
  );

const labelOf = (path: string, labels: ReadonlyMap<string, string>): string => {
  const known = labels.get(path.replaceAll('.', '__'));
  if (known !== undefined) return known;
  // A column of line items is labeled without its list, which is the same for all columns.
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
export const shortText = (value: Json, maxLength = MAX_PILL_LENGTH): string => {
  const text = Array.isArray(value) ? value.map(plainText).join(', ') : plainText(value);
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
};

const plainText = (value: Json): string => {
  if (value === null || value === '') return '(blank)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
