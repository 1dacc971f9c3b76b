import type { FormField } from '../../api.ts';
import { describeReference, partsOf, type TriggerStep } from '../form/references.ts';
import type { FieldValue, FormValues } from '../form/values.ts';

/** A field of the step that takes a value from the trigger step. */
export interface MappedField {
  /** The field as the form calls it; of a dictionary the name, of line items the column. */
  readonly to: string;
  /** The first field of the trigger step that it refers to. */
  readonly from: string;
  /** Its value in the sample, as short text; null if the sample has no such field. */
  readonly value: string | null;
}

/** The fields that are mapped from the trigger step, in the order of the form. Line items count by their first row. */
export const mappedFields = (
  fields: readonly FormField[],
  values: FormValues,
  trigger: TriggerStep,
): MappedField[] =>
  fields.flatMap((field) =>
    textsOf(field, values[field.key]).flatMap(([to, text]) => {
      const reference = partsOf(text).find((part) => part.kind === 'reference');
      if (reference === undefined) return [];
      const { label, value } = describeReference(reference.path, trigger);
      return [{ to, from: label, value }];
    }),
  );

const textsOf = (
  field: FormField,
  value: FieldValue | undefined,
): (readonly [to: string, text: string])[] => {
  const label = field.label ?? field.key;
  switch (value?.kind) {
    case 'text':
      return [[label, value.text]];
    case 'list':
      return value.items.map(({ text }) => [label, text] as const);
    case 'dictionary':
      return value.entries.map(({ name, text }) => [name, text] as const);
    case 'rows':
      return (field.children ?? []).map(
        (column) => [column.label ?? column.key, value.rows[0]?.cells[column.key] ?? ''] as const,
      );
    default:
      return [];
  }
};
