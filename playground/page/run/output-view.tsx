import { useState } from 'preact/hooks';
import { lookUp } from '../../../sandbox/zapier/mapping.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';
import type { OutputField } from '../../api.ts';
import { isJsonObject, objectsIn } from '../../json.ts';
import { toWords } from '../form/references.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { leafText } from '../ui/lines.ts';
import { DataTable } from '../ui/tables.tsx';
import { Raw, toJsonText, ViewSwitch } from '../ui/value-view.tsx';

interface OutputViewProps {
  readonly outputs: readonly OutputField[];
  readonly output: JsonObject;
}

/** How many rows of a table are shown. */
const MAX_ROWS = 200;
/** Longer lists show their first item only. */
const MAX_ITEMS = 3;

/** What a step returns to later steps, as Zapier lists it: by label, with types; lists of objects as tables. */
export const OutputView = ({ outputs, output }: OutputViewProps) => {
  const [raw, setRaw] = useState(false);
  const tables = outputs.filter(({ children }) => children);
  const singles = [...outputs.filter(({ children }) => !children), ...undeclared(outputs, output)];
  return (
    <div class="stack">
      <div class="value-tools">
        <ViewSwitch label="Output" raw={raw} onChange={setRaw} />
        <CopyButton text={() => toJsonText(output)} what="Output" />
      </div>
      {raw ? (
        <Raw label="Output" value={output} />
      ) : (
        <>
          <DataTable
            label="Output"
            header={['Field', 'Value', 'Type']}
            widths="typed"
            rows={singles.map((field) => [
              <OutputName key="name" field={field} />,
              <OutputValue key="value" value={lookUp(output, field.key) ?? null} />,
              <span key="type" class="type">
                {field.list ? `list of ${field.type ?? 'text'}` : field.type}
              </span>,
            ])}
          />
          {tables.map((field) => (
            <OutputRows key={field.key} field={field} value={lookUp(output, field.key) ?? null} />
          ))}
        </>
      )}
    </div>
  );
};

const OutputName = ({ field: { label, key } }: { readonly field: OutputField }) => (
  <>
    <span class="output-label">{label}</span>
    <code class="output-key">{key}</code>
  </>
);

const OutputValue = ({ value }: { readonly value: Json }) => {
  if (value === null || value === '') return <span class="muted">blank</span>;
  if (!Array.isArray(value)) return <span class={`value is-${typeof value}`}>{leafText(value)}</span>;
  if (value.length === 0) return <span class="muted">none</span>;
  const shown = value.length > MAX_ITEMS ? 1 : value.length;
  const more = value.length - shown;
  return (
    <span class="value">
      {value.slice(0, shown).map(leafText).join(', ')}
      {more > 0 && <span class="muted"> and {more.toLocaleString('en')} more</span>}
    </span>
  );
};

const OutputRows = ({ field, value }: { readonly field: OutputField; readonly value: Json }) => {
  const rows = objectsIn(value);
  const columns = field.children ?? [];
  return (
    <section class="stack tight">
      <h3>
        {field.label} <span class="badge">{rows.length.toLocaleString('en')}</span>
      </h3>
      {rows.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <DataTable
          label={field.label}
          header={columns.map(({ label }) => label)}
          rows={rows.slice(0, MAX_ROWS).map((row) => columns.map(({ key }) => leafText(row[key] ?? null)))}
          total={rows.length}
          short
        />
      )}
    </section>
  );
};

/** Outputs that are not declared, such as properties that the user chose in Userpilot. */
const undeclared = (outputs: readonly OutputField[], output: JsonObject): OutputField[] => {
  const declared = new Set(outputs.map(({ key }) => key));
  return Object.entries(output).flatMap(([key, value]) => {
    if (declared.has(key)) return [];
    if (!isJsonObject(value)) return [{ key, label: toWords(key) }];
    return Object.keys(value)
      .map((name) => `${key}__${name}`)
      .filter((path) => !declared.has(path))
      .map((path) => ({ key: path, label: path.split('__').map(toWords).join(' › ') }));
  });
};
