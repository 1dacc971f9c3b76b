import { useState } from 'preact/hooks';
import type { Json, JsonObject } from '../../../src/lib/json.ts';
import type { FormField } from '../../api.ts';
import { isJsonObject, objectsIn } from '../../json.ts';
import { shortText } from '../form/references.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { DataTable } from '../ui/tables.tsx';
import { Raw, toJsonText, ViewSwitch } from '../ui/value-view.tsx';

interface InputViewProps {
  readonly fields: readonly FormField[];
  readonly inputData: JsonObject;
}

const MAX_ROWS = 50;
const MAX_VALUE_LENGTH = 400;

/** What the step received, references resolved: values by label, line items as a table. */
export const InputView = ({ fields, inputData }: InputViewProps) => {
  const [raw, setRaw] = useState(false);
  const given = fields.filter(({ key }) => Object.hasOwn(inputData, key));
  const rows = given.filter(({ children }) => children);
  if (given.length === 0) return <p class="muted">The step received no input: no field is filled in.</p>;
  return (
    <div class="stack">
      <div class="value-tools">
        <ViewSwitch label="Input" raw={raw} onChange={setRaw} />
        <CopyButton text={() => toJsonText(inputData)} what="Input" />
      </div>
      {raw ? (
        <Raw label="Input" value={inputData} />
      ) : (
        <>
          <DataTable
            label="Input"
            header={['Field', 'Value']}
            widths="pairs"
            rows={given
              .filter(({ children }) => !children)
              .flatMap((field) => linesOf(field, inputData[field.key] ?? null))}
          />
          {rows.map((field) => (
            <RowsTable key={field.key} field={field} value={inputData[field.key] ?? null} />
          ))}
        </>
      )}
    </div>
  );
};

/** A dictionary has a line for each name, any other field one line. */
const linesOf = (field: FormField, value: Json): string[][] => {
  const label = field.label ?? field.key;
  if (!isJsonObject(value)) return [[label, shortText(value, MAX_VALUE_LENGTH)]];
  return Object.entries(value).map(([name, member]) => [
    `${label} › ${name}`,
    shortText(member, MAX_VALUE_LENGTH),
  ]);
};

const RowsTable = ({ field, value }: { readonly field: FormField; readonly value: Json }) => {
  const rows = objectsIn(value);
  const filled = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = (field.children ?? []).filter(({ key }) => filled.has(key));
  return (
    <section class="stack tight">
      <h3>
        {field.label ?? field.key} <span class="badge">{rows.length.toLocaleString('en')}</span>
      </h3>
      <DataTable
        label={field.label ?? field.key}
        header={columns.map(({ key, label }) => label ?? key)}
        rows={rows
          .slice(0, MAX_ROWS)
          .map((row) => columns.map(({ key }) => shortText(row[key] ?? null, MAX_VALUE_LENGTH)))}
        total={rows.length}
        short
      />
    </section>
  );
};
