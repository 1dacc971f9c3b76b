import { useState } from 'preact/hooks';
import type { Json } from '../../../src/lib/json.ts';
import { CopyButton } from './copy-button.tsx';
import { count } from './format.ts';
import { type Line, leafText, linesOf, typeOf } from './lines.ts';
import { ScrollArea } from './tables.tsx';

interface ValueViewProps {
  /** A caption such as "Body of request 1". */
  readonly label: string;
  readonly value: Json;
  /** How many lines are shown. */
  readonly maxLines?: number;
}

const MAX_LINES = 200;

/** A value as a table of names, values and types, or as raw JSON. */
export const ValueView = ({ label, value, maxLines = MAX_LINES }: ValueViewProps) => {
  const [raw, setRaw] = useState(false);
  return (
    <div class="value-view">
      <div class="value-tools">
        <ViewSwitch label={label} raw={raw} onChange={setRaw} />
        <CopyButton text={() => toJsonText(value)} what={label} />
      </div>
      {raw ? (
        <Raw label={label} value={value} />
      ) : (
        <LinesTable label={label} lines={linesOf(value)} maxLines={maxLines} />
      )}
    </div>
  );
};

interface ViewSwitchProps {
  readonly label: string;
  readonly raw: boolean;
  readonly onChange: (raw: boolean) => void;
}

/** Switches between table and raw JSON. */
export const ViewSwitch = ({ label, raw, onChange }: ViewSwitchProps) => (
  <fieldset class="segments">
    <legend class="visually-hidden">How to show: {label}</legend>
    <button type="button" class="segment" aria-pressed={!raw} onClick={() => onChange(false)}>
      Table
    </button>
    <button type="button" class="segment" aria-pressed={raw} onClick={() => onChange(true)}>
      Raw
    </button>
  </fieldset>
);

const MAX_RAW_LENGTH = 100_000;

/** A value as indented JSON. */
export const toJsonText = (value: Json): string => JSON.stringify(value, null, 2);

/** A value as JSON. Very long text is cut, because it would slow the browser down. */
export const Raw = ({ label, value }: { readonly label: string; readonly value: Json }) => {
  const text = toJsonText(value);
  return (
    <>
      <ScrollArea label={`${label}, raw`}>
        <pre class="raw">{text.slice(0, MAX_RAW_LENGTH)}</pre>
      </ScrollArea>
      {text.length > MAX_RAW_LENGTH && (
        <p class="more">The first {count(MAX_RAW_LENGTH, 'character')}. Copy copies all of it.</p>
      )}
    </>
  );
};

interface LinesTableProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly maxLines: number;
}

const LinesTable = ({ label, lines, maxLines }: LinesTableProps) => (
  <ScrollArea label={label}>
    <table class="lines">
      <caption class="visually-hidden">{label}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
          <th scope="col">Type</th>
        </tr>
      </thead>
      <tbody>
        {lines.slice(0, maxLines).map((line) => (
          <tr key={line.path} class={line.isParent ? 'head' : undefined}>
            <th scope="row" class={`depth-${Math.min(line.depth, 5)}`}>
              {line.name || 'Value'}
            </th>
            {line.isParent ? (
              <td colSpan={2} class="muted">
                {leafText(line.value)}
              </td>
            ) : (
              <>
                <td class={`value is-${typeof line.value}`}>{leafText(line.value)}</td>
                <td class="type">{typeOf(line.value)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
    {lines.length > maxLines && (
      <p class="more">{(lines.length - maxLines).toLocaleString('en')} more lines: see Raw.</p>
    )}
  </ScrollArea>
);
