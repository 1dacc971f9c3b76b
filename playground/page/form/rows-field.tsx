import type { FormField } from '../../api.ts';
import { Inline } from '../ui/markdown.tsx';
import { FieldHelp, FieldLabel } from './field-label.tsx';
import type { TriggerStep } from './references.ts';
import { AddButton, RemoveButton, useRowFocus } from './row-controls.tsx';
import { TemplateInput } from './template-input.tsx';
import { type FieldValue, type LineItem, newLineItem } from './values.ts';

interface RowsFieldProps {
  readonly field: FormField;
  readonly id: string;
  readonly value: Extract<FieldValue, { readonly kind: 'rows' }>;
  readonly onValue: (value: FieldValue) => void;
  readonly step: TriggerStep | undefined;
}

/** Line items: sets of columns. A set that is mapped to line items becomes as many rows as they have. */
export const RowsField = ({ field, id, value: { rows }, onValue, step }: RowsFieldProps) => {
  const focus = useRowFocus(rows.length);
  const name = field.label ?? field.key;
  const columns = field.children ?? [];
  const set = (changed: readonly LineItem[]): void => onValue({ kind: 'rows', rows: changed });
  const change = (row: LineItem, column: string, text: string): void =>
    set(rows.map((other) => (other === row ? { ...row, cells: { ...row.cells, [column]: text } } : other)));

  return (
    <fieldset class="field" ref={focus.around} aria-describedby={field.helpText && `${id}-help`}>
      <legend>
        <FieldLabel field={field} />
      </legend>
      {rows.map((row, index) => (
        <fieldset key={row.id} class="line-item" data-row>
          <legend class="line-item-title">
            {name}, row {index + 1}
          </legend>
          <RemoveButton
            label={`Remove row ${index + 1} from ${name}`}
            onClick={() => {
              focus.removed(index);
              set(rows.filter((other) => other !== row));
            }}
          />
          <div class="line-item-cells">
            {columns.map((column) => {
              const cellId = `${id}-${row.id}-${column.key}`;
              return (
                <div key={column.key} class="cell">
                  <label class="cell-label" for={cellId}>
                    {column.label ?? column.key}
                  </label>
                  <TemplateInput
                    id={cellId}
                    name={`${column.label ?? column.key}, row ${index + 1}`}
                    text={row.cells[column.key] ?? ''}
                    placeholder={column.placeholder}
                    onText={(text) => change(row, column.key, text)}
                    step={step}
                  />
                </div>
              );
            })}
          </div>
        </fieldset>
      ))}
      <AddButton
        label={`Add a row to ${name}`}
        onClick={() => {
          focus.added();
          set([...rows, newLineItem()]);
        }}
      />
      <FieldHelp field={field} id={id} />
      {rows.length > 0 && <ColumnHelp columns={columns} />}
    </fieldset>
  );
};

const ColumnHelp = ({ columns }: { readonly columns: readonly FormField[] }) => (
  <details class="column-help">
    <summary>Help for the columns</summary>
    <dl>
      {columns.map(({ key, label, helpText }) => (
        <div key={key}>
          <dt>{label ?? key}</dt>
          <dd>
            <Inline text={helpText ?? ''} />
          </dd>
        </div>
      ))}
    </dl>
  </details>
);
