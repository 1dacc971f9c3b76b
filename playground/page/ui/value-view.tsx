import { useState } from 'preact/hooks';
import type { Json } from '../../../src/lib/json.ts';
import { CopyButton } from './copy-button.tsx';
import { type Line, leafText, linesOf, typeOf } from './flatten.ts';
import { ScrollArea } from './scroll-area.tsx';
import { count } from './words.ts';

interface ValueViewProps {
  /** What the value is, for captions: "Body of request 1". */
  readonly label: string;
  readonly value: Json;
  /** Lines beyond this are counted, not shown. */
  readonly most?: number;
}

const MOST_LINES = 200;

/** A value as a table of names, values and types, with the raw JSON one click away. */
export const ValueView = ({ label, value, most = MOST_LINES }: ValueViewProps) => {
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
        <LinesTable label={label} lines={linesOf(value)} most={most} />
      )}
    </div>
  );
};

interface ViewSwitchProps {
  readonly label: string;
  readonly raw: boolean;
  readonly onChange: (raw: boolean) => void;
}

/** Chooses between table and raw text. */
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

const LONGEST_RAW = 100_000;

/** A value as indented JSON. */
export const toJsonText = (value: Json): string => JSON.stringify(value, null, 2);

/** A value as JSON; what is very long is cut, since a browser would stumble over it. */
export const Raw = ({ label, value }: { readonly label: string; readonly value: Json }) => {
  const text = toJsonText(value);
  return (
    <>
      <ScrollArea label={`${label}, raw`}>
        <pre class="raw">{text.slice(0, LONGEST_RAW)}</pre>
      </ScrollArea>
      {text.length > LONGEST_RAW && (
        <p class="more">The first {count(LONGEST_RAW, 'character')}. Copy gives all of it.</p>
      )}
    </>
  );
};

interface LinesTableProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly most: number;
}

const LinesTable = ({ label, lines, most }: LinesTableProps) => (
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
        {lines.slice(0, most).map((line) => (
          <tr key={line.path} class={line.isHead ? 'head' : undefined}>
            <th scope="row" class={`depth-${Math.min(line.depth, 5)}`}>
              {line.name || 'Value'}
            </th>
            {line.isHead ? (
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
    {lines.length > most && (
      <p class="more">{(lines.length - most).toLocaleString('en')} more lines: see Raw.</p>
    )}
  </ScrollArea>
);
