import type { JsonObject } from '../../../src/lib/json.ts';
import type { FormField, Operation } from '../../api.ts';
import type { Table } from './csv.ts';

/** What becomes of a column: a field of the row, an attribute under the column's name, or nothing (null). */
export type Target = { readonly field: string } | 'attribute' | null;

/** The parts of a compiled action that takes rows, found by their shape. */
export interface RowsAction {
  readonly operation: Operation;
  /** The line items. */
  readonly rows: FormField;
  /** The list whose names become columns of the rows. */
  readonly names: FormField;
  /** Everything else that the action asks for. */
  readonly options: readonly FormField[];
}

/** The first action that takes rows with columns of the user's own; undefined when the app has none. */
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

/** A column for each name that the header has too, whatever its case and spacing; the others become attributes. */
export const guessTargets = (header: readonly string[], columns: readonly FormField[]): Target[] => {
  const free = new Map(
    columns.flatMap(({ key, label = key }) => [
      [plain(key), key],
      [plain(label), key],
    ]),
  );
  const taken = new Set<string>();
  return header.map((name) => {
    const field = free.get(plain(name));
    if (field === undefined || taken.has(field)) return 'attribute';
    taken.add(field);
    return { field };
  });
};

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Gives a column another target. A field has one column, so that another one that had it becomes an attribute. */
export const retarget = (targets: readonly Target[], index: number, target: Target): Target[] =>
  targets.map((before, at) => {
    if (at === index) return target;
    return sameField(before, target) ? 'attribute' : before;
  });

const sameField = (one: Target, other: Target): boolean =>
  typeof one === 'object' && typeof other === 'object' && one !== null && one.field === other?.field;

/** The names of the columns that become attributes. */
export const attributeNames = (header: readonly string[], targets: readonly Target[]): string[] =>
  header.filter((_name, index) => targets[index] === 'attribute');

/**
 * The table as line items; blank cells are left out.
 * @param attributeKeys the key of the row's column for each attribute, as the form gives it.
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
