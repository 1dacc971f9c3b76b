import type { JsonObject } from '../../../src/lib/json.ts';
import type { FormField, Operation } from '../../api.ts';
import type { Table } from './csv.ts';

/** What a column becomes: a field of the row, an attribute with the column's name, or nothing (null). */
export type Target = { readonly field: string } | 'attribute' | null;

/** A compiled action that takes rows, with the fields that matter here, which are found by their shape. */
export interface RowsAction {
  readonly operation: Operation;
  /** The line items. */
  readonly rows: FormField;
  /** The list of names that adds columns to the rows. */
  readonly names: FormField;
  /** All other fields of the action. */
  readonly options: readonly FormField[];
}

/** The first action that takes rows and lets users add columns; undefined if the app has none. */
export const rowsActionOf = (operations: readonly Operation[]): RowsAction | undefined => {
  for (const operation of operations) {
    const rows = operation.fields.find(({ children }) => children);
    const names = operation.fields.find(({ list, altersDynamicFields }) => list && altersDynamicFields);
    if (rows && names) {
      const options = operation.fields.filter((field) => field !== rows && field !== names);
      return { operation, rows, names, options };
    }
  }
  return undefined;
};

/** Whether an attribute can have this name: the list of names splits them at commas, and takes braces for a reference. */
export const isAttributeName = (name: string): boolean => !/[,\n\r]|\{\{/.test(name);

const attributeOf = (name = ''): Target => (isAttributeName(name) ? 'attribute' : null);

/** Matches header names to fields, ignoring case and spacing. Names without a field become attributes, if they can. */
export const guessTargets = (header: readonly string[], columns: readonly FormField[]): Target[] => {
  const free = new Map(
    columns.flatMap(({ key, label = key }) => [
      [normalized(key), key],
      [normalized(label), key],
    ]),
  );
  const taken = new Set<string>();
  return header.map((name) => {
    const field = free.get(normalized(name));
    if (field === undefined || taken.has(field)) return attributeOf(name);
    taken.add(field);
    return { field };
  });
};

const normalized = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Changes the target of a column. A field takes one column, so a column that had the field before becomes an attribute. */
export const retarget = (
  header: readonly string[],
  targets: readonly Target[],
  index: number,
  target: Target,
): Target[] =>
  targets.map((before, at) => {
    if (at === index) return target;
    return sameField(before, target) ? attributeOf(header[at]) : before;
  });

const sameField = (one: Target, other: Target): boolean =>
  typeof one === 'object' && typeof other === 'object' && one !== null && one.field === other?.field;

/** The names of the columns that become attributes. */
export const attributeNames = (header: readonly string[], targets: readonly Target[]): string[] =>
  header.filter((_name, index) => targets[index] === 'attribute');

/**
 * The table as line items, without blank cells.
 * @param attributeKeys the form's column key for each attribute name.
 */
export const toLineItems = (
  { header, rows }: Table,
  targets: readonly Target[],
  attributeKeys: ReadonlyMap<string, string>,
): JsonObject[] => {
  const keys = header.map((name, index) => {
    const target = targets[index];
    if (target === 'attribute') return attributeKeys.get(name);
    return target?.field;
  });
  return rows.map((cells) =>
    Object.fromEntries(
      cells.flatMap((cell, index): [string, string][] => {
        const key = keys[index];
        return key === undefined || cell.trim() === '' ? [] : [[key, cell]];
      }),
    ),
  );
};
