import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import type { FormField } from '../../api.ts';

/** The control that a field is filled in with. */
export type Control =
  | 'text'
  | 'long_text'
  | 'json'
  | 'password'
  | 'choice'
  | 'choices'
  | 'list'
  | 'dictionary'
  | 'rows';

/** A row of a dictionary. `id` identifies the row on the page only. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** An item of a list. */
export interface Item {
  readonly id: string;
  readonly text: string;
}

/** A row of line items: texts by column; a blank column may be absent. */
export interface LineItem {
  readonly id: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** The content of a field. Texts may contain `{{references}}`. */
export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choices'; readonly chosen: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'dictionary'; readonly entries: readonly Entry[] }
  | { readonly kind: 'rows'; readonly rows: readonly LineItem[] };

/** The content of a form by field key. Fields that were not filled in are absent. */
export type FormValues = Readonly<Record<string, FieldValue>>;

const BY_TYPE: Readonly<Record<string, Control>> = {
  text: 'long_text',
  json: 'json',
  password: 'password',
};

/** The control for a field, from its compiled shape. */
export const controlOf = (field: FormField): Control => {
  if (field.children) return 'rows';
  if (field.dict) return 'dictionary';
  if (field.list) return field.choices ? 'choices' : 'list';
  if (field.choices) return 'choice';
  return BY_TYPE[field.type ?? ''] ?? 'text';
};

/** A new row of a dictionary. */
export const newEntry = (name = '', text = ''): Entry => ({ id: crypto.randomUUID(), name, text });

/** A new item of a list. */
export const newItem = (text = ''): Item => ({ id: crypto.randomUUID(), text });

/** A new row of line items. */
export const newLineItem = (cells: LineItem['cells'] = {}): LineItem => ({ id: crypto.randomUUID(), cells });

/** The content of a field that is not filled in. */
export const blankValue = (field: FormField): FieldValue => {
  switch (controlOf(field)) {
    case 'rows':
      return { kind: 'rows', rows: [] };
    case 'dictionary':
      return { kind: 'dictionary', entries: [] };
    case 'list':
      return { kind: 'list', items: [] };
    case 'choices':
      return { kind: 'choices', chosen: [] };
    default:
      return { kind: 'text', text: '' };
  }
};

/** A mapping, such as a recipe's, as the content of a form. Keys that are not fields of the form are dropped. */
export const readValues = (mapping: JsonObject, fields: readonly FormField[]): FormValues =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const mapped = Object.hasOwn(mapping, field.key) ? mapping[field.key] : undefined;
      return mapped === undefined ? [] : [[field.key, readValue(mapped, field)]];
    }),
  );

const readValue = (mapped: Json, field: FormField): FieldValue => {
  switch (controlOf(field)) {
    case 'rows':
      return {
        kind: 'rows',
        rows: [mapped].flat().map((row) => newLineItem(isObject(row) ? textsIn(row) : {})),
      };
    case 'dictionary':
      return {
        kind: 'dictionary',
        entries: Object.entries(isObject(mapped) ? textsIn(mapped) : {}).map(([name, text]) =>
          newEntry(name, text),
        ),
      };
    case 'list':
      return { kind: 'list', items: [mapped].flat().map((item) => newItem(textOf(item))) };
    case 'choices':
      return { kind: 'choices', chosen: [mapped].flat().map(textOf) };
    default:
      return { kind: 'text', text: textOf(mapped) };
  }
};

/** The content of a form as Zapier would store it, without blanks. Line items are a list of sets of columns. */
export const toInputData = (values: FormValues, fields: readonly FormField[]): JsonObject =>
  Object.fromEntries(
    fields.flatMap((field): [string, Json][] => {
      const filled = toInput(values[field.key] ?? blankValue(field), field);
      return filled === undefined ? [] : [[field.key, filled]];
    }),
  );

const toInput = (value: FieldValue, field: FormField): Json | undefined => {
  switch (value.kind) {
    case 'text':
      return value.text.trim() === '' ? undefined : value.text;
    case 'choices':
      return value.chosen.length === 0 ? undefined : [...value.chosen];
    case 'list': {
      const items = value.items.map(({ text }) => text).filter(isFilled);
      return items.length === 0 ? undefined : items;
    }
    case 'dictionary': {
      const entries = value.entries.filter(({ name, text }) => isFilled(name) || isFilled(text));
      return entries.length === 0
        ? undefined
        : Object.fromEntries(entries.map(({ name, text }) => [name, text]));
    }
    case 'rows': {
      const columns = new Set(field.children?.map(({ key }) => key));
      const rows = value.rows
        .map(({ cells }) =>
          Object.entries(cells).filter(([column, text]) => columns.has(column) && isFilled(text)),
        )
        .filter((cells) => cells.length > 0);
      return rows.length === 0 ? undefined : rows.map((cells) => Object.fromEntries(cells));
    }
  }
};

/** Whether a field is filled in. */
export const isFilledIn = (value: FieldValue | undefined, field: FormField): boolean =>
  value !== undefined && toInput(value, field) !== undefined;

/** Names that a dictionary has more than once. Only the last one is kept. */
export const repeatedNames = (entries: readonly Entry[]): string[] => {
  const names = entries.map(({ name }) => name.trim()).filter(isFilled);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
};

const isFilled = (text: string): boolean => text.trim() !== '';

const textsIn = (object: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, textOf(value)]));

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
