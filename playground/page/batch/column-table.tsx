import type { FormField } from '../../api.ts';
import { ScrollArea } from '../ui/tables.tsx';
import { isAttributeName, type Target } from './columns.ts';
import type { Table } from './csv.ts';

interface ColumnTableProps {
  readonly table: Table;
  readonly targets: readonly Target[];
  /** The columns of a row, without those added for attributes. */
  readonly columns: readonly FormField[];
  readonly onTarget: (index: number, target: Target) => void;
}

const EXAMPLES = 3;
const LEAVE_OUT = '';
const ATTRIBUTE = 'attribute';
const FIELD = 'field ';

const toOption = (target: Target): string => {
  if (target === null) return LEAVE_OUT;
  return target === 'attribute' ? ATTRIBUTE : FIELD + target.field;
};

const fromOption = (option: string): Target => {
  if (option === LEAVE_OUT) return null;
  return option === ATTRIBUTE ? 'attribute' : { field: option.slice(FIELD.length) };
};

/** What each column of the table becomes. */
export const ColumnTable = ({ table, targets, columns, onTarget }: ColumnTableProps) => (
  <ScrollArea label="Columns">
    <table class="data mapping">
      <caption class="visually-hidden">Columns</caption>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Becomes</th>
        </tr>
      </thead>
      <tbody>
        {table.header.map((name, index) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <span class="examples">{examplesOf(table, index)}</span>
            </th>
            <td>
              <select
                class="input"
                aria-label={`${name} becomes`}
                value={toOption(targets[index] ?? null)}
                onChange={(event) => onTarget(index, fromOption(event.currentTarget.value))}
              >
                {isAttributeName(name) && <option value={ATTRIBUTE}>Attribute “{name}”</option>}
                <optgroup label="Field">
                  {columns.map(({ key, label }) => (
                    <option key={key} value={FIELD + key}>
                      {label ?? key}
                    </option>
                  ))}
                </optgroup>
                <option value={LEAVE_OUT}>Leave out</option>
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollArea>
);

const examplesOf = ({ rows }: Table, column: number): string => {
  const cells = new Set(rows.slice(0, 20).map((cells) => cells[column] ?? ''));
  cells.delete('');
  return [...cells].slice(0, EXAMPLES).join(' · ');
};
